import { describe, expect, it, jest } from '@jest/globals';
import { deferred } from '../support/deferred.js';
import { fakeTime } from '../support/fake-time.js';

fakeTime();
const { LightAbortSignal, lightSignalOf } =
  await import('../../lib/concurrency/light-abort-signal.js');
const { MAX_TIMER_MS } = await import('../../lib/concurrency/timers.js');

describe('a light abort signal', () => {
  it('calls each listener once, and none that was removed', () => {
    const signal = new LightAbortSignal();
    const kept = jest.fn();
    const removed = jest.fn();
    signal.addEventListener('abort', kept);
    signal.addEventListener('abort', removed);
    signal.removeEventListener('abort', removed);
    signal.abort();
    signal.abort();
    expect(kept).toHaveBeenCalledTimes(1);
    expect(removed).not.toHaveBeenCalled();
  });

  it('calls all listeners though each removes itself', () => {
    const signal = new LightAbortSignal();
    const called: number[] = [];
    for (const n of [1, 2, 3]) {
      const listener = () => {
        signal.removeEventListener('abort', listener);
        called.push(n);
      };
      signal.addEventListener('abort', listener);
    }
    signal.abort();
    expect(called).toEqual([1, 2, 3]);
  });

  it('sleeps to the end, or until it is aborted', async () => {
    const signal = new LightAbortSignal();
    const whole = signal.sleep(50);
    await jest.advanceTimersByTimeAsync(50);
    await expect(whole).resolves.toBe(true);
    const cut = signal.sleep(50);
    signal.abort();
    await expect(cut).resolves.toBe(false);
    await expect(signal.sleep(50)).resolves.toBe(false);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('sleeps as long as a timer can wait at most, and never ends at once because that is too long', async () => {
    const slept = new LightAbortSignal().sleep(3 * MAX_TIMER_MS);
    let isOver = false;
    void slept.then(() => (isOver = true));
    await jest.advanceTimersByTimeAsync(MAX_TIMER_MS - 1);
    expect(isOver).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    expect(isOver).toBe(true);
  });

  it('keeps no listener of a race that is over', async () => {
    const signal = new LightAbortSignal();
    const onAbort = jest.fn(() => 'aborted');
    await signal.race(Promise.resolve('work'), onAbort);
    await signal.race(Promise.reject(new Error('no')), onAbort).catch(() => undefined);
    signal.abort();
    expect(onAbort).not.toHaveBeenCalled();
  });

  it('is found in a request, and a signal of the platform is not', () => {
    const signal = new LightAbortSignal();
    expect(lightSignalOf({ signal })).toBe(signal);
    expect(lightSignalOf({ signal: new AbortController().signal })).toBeUndefined();
    expect(lightSignalOf({})).toBeUndefined();
  });

  it('gives the result of the work, or that of an abort which comes first', async () => {
    const signal = new LightAbortSignal();
    await expect(signal.race(Promise.resolve('work'), () => 'aborted')).resolves.toBe('work');
    const { promise } = deferred<string>();
    const raced = signal.race(promise, () => 'aborted');
    const failing = signal.race(promise, () => {
      throw new Error('late');
    });
    signal.abort();
    await expect(raced).resolves.toBe('aborted');
    await expect(failing).rejects.toThrow('late');
    await expect(signal.race(promise, () => 'at once')).resolves.toBe('at once');
  });
});
