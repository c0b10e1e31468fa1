import { describe, expect, it, jest } from '@jest/globals';
import { deferred } from '../support/deferred.js';
import { fakeTime, settle } from '../support/fake-time.js';

fakeTime();
const { SharedTimeout, TIMED_OUT, withTimeout } =
  await import('../../lib/concurrency/bounded-wait.js');

const shared = new SharedTimeout(100);

/** A wait of 100 ms for some work, in both forms. */
const FORMS = [
  ['withTimeout', <T>(work: PromiseLike<T>) => withTimeout(work, 100)],
  ['a shared timeout', <T>(work: PromiseLike<T>) => shared.wait(work)],
] as const;

describe.each(FORMS)('%s', (_form, bounded) => {
  it('gives what the work ends with in time', async () => {
    await expect(bounded(Promise.resolve('done'))).resolves.toBe('done');
    const failure = new Error('no');
    await expect(bounded(Promise.reject(failure))).rejects.toBe(failure);
  });

  it('ends at its time, and lets the work go on', async () => {
    const { promise, resolve } = deferred();
    const wait = bounded(promise);
    let isOver = false;
    void wait.then(() => (isOver = true));
    await jest.advanceTimersByTimeAsync(99);
    expect(isOver).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    await expect(wait).resolves.toBe(TIMED_OUT);
    resolve();
    await settle();
  });

  it('does not count the time of an earlier wait', async () => {
    await bounded(Promise.resolve());
    await jest.advanceTimersByTimeAsync(60);
    let isOver = false;
    void bounded(deferred().promise).then(() => (isOver = true));
    await jest.advanceTimersByTimeAsync(60);
    expect(isOver).toBe(false);
    await jest.advanceTimersByTimeAsync(40);
    expect(isOver).toBe(true);
  });
});

it('leaves no timer of a single wait behind', async () => {
  const before = jest.getTimerCount();
  await withTimeout(Promise.resolve(), 1_000);
  expect(jest.getTimerCount()).toBe(before);
});

it('serves many waits with one timer', () => {
  const timeout = new SharedTimeout(100);
  const before = jest.getTimerCount();
  for (let i = 0; i < 1_000; i++) void timeout.wait(deferred().promise);
  expect(jest.getTimerCount()).toBe(before + 1);
});
