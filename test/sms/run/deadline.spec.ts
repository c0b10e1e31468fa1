import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Deadline } from '../../../lib/sms/run/deadline.js';

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

/** When its last chance and its end come, in milliseconds from now. */
function times(deadline: Deadline): number[] {
  const at: number[] = [];
  const startedAtMs = performance.now();
  for (const signal of [deadline.lastChance, deadline.signal]) {
    signal.addEventListener('abort', () => at.push(Math.round(performance.now() - startedAtMs)));
  }
  return at;
}

describe('a deadline', () => {
  it.each([
    ['a second before its end', 60_000, [59_000, 60_000]],
    ['when a fifth of a short time is left', 1_000, [800, 1_000]],
    ['25 ms before the end of a very short one', 100, [75, 100]],
    ['at once, where there is less', 10, [0, 10]],
  ])('has its last chance %s', (_, ms, expected) => {
    const deadline = new Deadline();
    const at = times(deadline);
    deadline.within(ms);
    jest.advanceTimersByTime(ms);
    expect(at).toEqual(expected);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('is brought forward, and never put off', () => {
    const deadline = new Deadline();
    const at = times(deadline);
    deadline.within(10_000);
    deadline.within(5_000);
    deadline.within(60_000);
    jest.advanceTimersByTime(60_000);
    expect(at).toEqual([4_000, 5_000]);
  });

  it('has room for a wait that ends before its last chance', () => {
    const deadline = new Deadline();
    expect(deadline.hasRoomFor(1e9)).toBe(true);
    deadline.within(10_000);
    expect([deadline.hasRoomFor(9_000), deadline.hasRoomFor(9_001)]).toEqual([true, false]);
    jest.advanceTimersByTime(9_000);
    expect(deadline.hasRoomFor(0)).toBe(false);
  });

  it('does not come at once when it is further away than a timer can hold', () => {
    const deadline = new Deadline();
    const at = times(deadline);
    deadline.within(2 ** 32);
    jest.advanceTimersByTime(60_000);
    expect(at).toEqual([]);
    deadline.clear();
  });

  it('does not come any more once it is cleared', () => {
    const deadline = new Deadline();
    deadline.within(10);
    deadline.clear();
    jest.advanceTimersByTime(1_000);
    expect(deadline.isOver).toBe(false);
  });

  it('can be waited for', async () => {
    const deadline = new Deadline();
    deadline.within(1_000);
    let isOver = false;
    void deadline.over().then(() => (isOver = true));
    await jest.advanceTimersByTimeAsync(999);
    expect(isOver).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    expect(isOver).toBe(true);
    await deadline.over();
  });
});
