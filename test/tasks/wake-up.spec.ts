import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { MAX_TIMER_MS } from '../../lib/concurrency/timers.js';
import { WakeUp } from '../../lib/tasks/wake-up.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

describe('a wake-up', () => {
  it('comes once, at the earliest time asked for', async () => {
    const run = jest.fn();
    const wakeUp = new WakeUp(run);
    wakeUp.in(5_000);
    wakeUp.in(1_000);
    wakeUp.in(2_000);
    expect(jest.getTimerCount()).toBe(1);
    await jest.advanceTimersByTimeAsync(999);
    expect(run).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('may be asked for again by what it wakes', async () => {
    const times: number[] = [];
    const startMs = performance.now();
    const wakeUp: WakeUp = new WakeUp(() => {
      times.push(performance.now() - startMs);
      if (times.length < 3) wakeUp.in(1_000);
    });
    wakeUp.in(500);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(times).toEqual([500, 1_500, 2_500]);
  });

  it('comes after 24 days at the latest, and never at once because it is too far away', async () => {
    const run = jest.fn();
    new WakeUp(run).in(3 * MAX_TIMER_MS);
    await jest.advanceTimersByTimeAsync(MAX_TIMER_MS - 1);
    expect(run).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('comes no more once it is cancelled, unless asked for anew', async () => {
    const run = jest.fn();
    const wakeUp = new WakeUp(run);
    wakeUp.in(1_000);
    wakeUp.cancel();
    expect(jest.getTimerCount()).toBe(0);
    wakeUp.in(2_000);
    await jest.advanceTimersByTimeAsync(2_000);
    expect(run).toHaveBeenCalledTimes(1);
  });
});
