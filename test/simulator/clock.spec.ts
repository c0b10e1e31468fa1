import { describe, expect, it, jest } from '@jest/globals';
import { SimulatorClock, type Duration } from '../../lib/simulator/clock.js';

const start = new Date('2025-03-21T00:00:00Z');

describe('the clock', () => {
  it('starts at the given time and runs with real time', () => {
    const now = jest.spyOn(performance, 'now').mockReturnValue(5_000);
    const clock = new SimulatorClock(start);
    expect(clock.nowMs()).toBe(start.getTime());
    now.mockReturnValue(5_250);
    expect(clock.nowMs()).toBe(start.getTime() + 250);
    now.mockRestore();
  });

  it.each<[Duration, number]>([
    [1_500, 1_500],
    ['250ms', 250],
    ['10s', 10_000],
    ['1.5m', 90_000],
    ['2h', 7_200_000],
    ['3d', 259_200_000],
  ])('advances by %s', (duration, ms) => {
    const clock = new SimulatorClock(start);
    clock.advance(duration);
    expect(Math.floor((clock.nowMs() - start.getTime() - ms) / 1_000)).toBe(0);
  });

  it.each(['1699-12-31T23:59:59Z', '9999-01-01T00:00:00Z', 'soon'])(
    'does not start at %s',
    (text) => {
      expect(() => new SimulatorClock(new Date(text))).toThrow(
        'The clock must start at a date from 1700 to 9998',
      );
    },
  );

  it('stops where years of four digits end, and a year before it', () => {
    const clock = new SimulatorClock({ aheadMs: Date.UTC(9999, 11, 31) });
    expect(new Date(clock.nowMs()).toISOString()).toBe('9998-12-31T00:00:00.000Z');
  });

  it.each([-1, NaN, Infinity, '5', 'm', '-5m', '5 weeks'])('does not advance by %s', (duration) => {
    const clock = new SimulatorClock(start);
    expect(() => clock.advance(duration as Duration)).toThrow(`Not a duration: ${duration}`);
  });
});
