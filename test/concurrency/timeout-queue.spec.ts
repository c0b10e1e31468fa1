import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type Timed, TimeoutQueue } from '../../lib/concurrency/timeout-queue.js';

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

function anItem() {
  return { endMs: 0, timedOut: jest.fn() } satisfies Timed;
}

describe('a queue of timeouts', () => {
  it('ends each item when its time is over, with one timer for all', () => {
    const queue = new TimeoutQueue(100);
    const [first, second] = [anItem(), anItem()];
    queue.add(first);
    jest.advanceTimersByTime(60);
    queue.add(second);
    expect(jest.getTimerCount()).toBe(1);
    jest.advanceTimersByTime(40);
    expect([first, second].map((item) => item.timedOut.mock.calls.length)).toEqual([1, 0]);
    jest.advanceTimersByTime(60);
    expect([first, second].map((item) => item.timedOut.mock.calls.length)).toEqual([1, 1]);
    expect([queue.isEmpty, jest.getTimerCount()]).toEqual([true, 0]);
  });

  it('ends no item that was taken out, and leaves no timer behind once it is stopped', () => {
    const queue = new TimeoutQueue(100);
    const [first, second] = [anItem(), anItem()];
    queue.add(first);
    queue.add(second);
    queue.delete(first);
    queue.delete(second);
    jest.advanceTimersByTime(200);
    expect(first.timedOut).not.toHaveBeenCalled();
    expect(second.timedOut).not.toHaveBeenCalled();
    queue.add(first);
    queue.delete(first);
    queue.stop();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('counts the time of an item from its own beginning, though the timer was armed before', () => {
    const queue = new TimeoutQueue(100);
    const [first, second] = [anItem(), anItem()];
    queue.add(first);
    queue.delete(first);
    jest.advanceTimersByTime(60);
    queue.add(second);
    jest.advanceTimersByTime(99);
    expect(second.timedOut).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1);
    expect(second.timedOut).toHaveBeenCalledTimes(1);
  });

  it('ends no item early whose time is longer than a timer of Node can hold', () => {
    const thirtyDaysMs = 30 * 24 * 3_600_000;
    const queue = new TimeoutQueue(thirtyDaysMs);
    const item = anItem();
    queue.add(item);
    jest.advanceTimersByTime(thirtyDaysMs - 1);
    expect(item.timedOut).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1);
    expect(item.timedOut).toHaveBeenCalledTimes(1);
  });
});
