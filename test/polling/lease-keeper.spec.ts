import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { LeaseKeeper } from '../../lib/polling/lease-keeper.js';
import type { Lease } from '../../lib/store/lease.js';
import { settle } from '../support/fake-time.js';

const release = jest.fn(async () => undefined);
const lease = (epoch: number): Lease => ({ duty: 'delivery', epoch, release });

function open(answers: (Lease | undefined | Error)[]) {
  const acquire = jest.fn(async () => {
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  });
  const onHeld = jest.fn();
  const onError = jest.fn();
  const able = { canServe: true, isIdle: true };
  const watch = {
    onHeld,
    onError,
    canServe: () => able.canServe,
    isIdle: () => able.isIdle,
  };
  return { acquire, onHeld, onError, able, keeper: new LeaseKeeper(acquire, watch) };
}

beforeEach(() => {
  jest.useFakeTimers();
  release.mockClear();
});
afterEach(() => void jest.useRealTimers());

describe('a lease keeper', () => {
  it('tells at once that the lease is held, and asks no more', async () => {
    const { acquire, onHeld, keeper } = open([lease(1)]);
    keeper.start();
    await settle();
    expect(onHeld).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(acquire).toHaveBeenCalledTimes(1);
    await keeper.stop();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('takes over a second after another process has gone, with one timer', async () => {
    const held = lease(2);
    const { acquire, onHeld, keeper } = open([undefined, undefined, held]);
    keeper.start();
    await settle();
    expect(jest.getTimerCount()).toBe(1);
    await jest.advanceTimersByTimeAsync(1_999);
    expect([acquire.mock.calls.length, onHeld.mock.calls.length]).toEqual([2, 0]);
    await jest.advanceTimersByTimeAsync(1);
    expect(onHeld).toHaveBeenCalledTimes(1);
    expect(keeper.held).toBe(held);
  });

  it('goes back to asking when the lease is lost, whoever says so how often', async () => {
    const first = lease(1);
    const { acquire, onHeld, keeper } = open([first, undefined, lease(3)]);
    keeper.start();
    await settle();
    keeper.lose(first);
    keeper.lose(first);
    expect(keeper.held).toBeUndefined();
    expect(jest.getTimerCount()).toBe(1);
    await jest.advanceTimersByTimeAsync(2_000);
    expect(acquire).toHaveBeenCalledTimes(3);
    expect(onHeld).toHaveBeenCalledTimes(2);
  });

  it('lets go of the lock of a lease that is lost, once, for it would keep everybody out', async () => {
    const failing = jest.fn(() => Promise.reject(new Error('disk')));
    const first = { ...lease(1), release: failing };
    const { onError, keeper } = open([first, lease(2)]);
    keeper.start();
    await settle();
    keeper.lose(first);
    keeper.lose(first);
    await settle();
    expect(failing).toHaveBeenCalledTimes(1);
    expect(onError).toHaveBeenCalledWith(new Error('disk'));
    await jest.advanceTimersByTimeAsync(1_000);
    expect(keeper.held?.epoch).toBe(2);
  });

  it('keeps a new lease when somebody still speaks of the old one', async () => {
    const old = lease(1);
    const { keeper } = open([old, lease(2)]);
    keeper.start();
    await settle();
    keeper.lose(old);
    await jest.advanceTimersByTimeAsync(1_000);
    keeper.lose(old);
    expect(keeper.held?.epoch).toBe(2);
  });

  it('goes on asking when the store fails', async () => {
    const { onError, keeper } = open([new Error('disk'), lease(1)]);
    keeper.start();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(onError).toHaveBeenCalledWith(new Error('disk'));
    expect(keeper.held?.epoch).toBe(1);
  });

  it('asks once for all who want it at the same time', async () => {
    const { acquire, keeper } = open([lease(1)]);
    keeper.start();
    expect(await Promise.all([keeper.obtain(), keeper.obtain()])).toHaveLength(2);
    expect(acquire).toHaveBeenCalledTimes(1);
  });

  it('gives the lease up when it stops, and asks for no other', async () => {
    const held = lease(1);
    const { acquire, keeper } = open([held]);
    keeper.start();
    await settle();
    await keeper.stop();
    expect(release).toHaveBeenCalledTimes(1);
    keeper.lose(held);
    await keeper.obtain();
    expect(acquire).toHaveBeenCalledTimes(1);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('gives up a lease that comes while it stops, and begins nothing', async () => {
    const held = lease(1);
    const { onHeld, keeper } = open([held]);
    keeper.start();
    await keeper.stop();
    expect(release).toHaveBeenCalledTimes(1);
    expect(onHeld).not.toHaveBeenCalled();
  });

  it('is not asked for by a process that cannot serve it, and is when it can', async () => {
    const { acquire, onHeld, able, keeper } = open([lease(1)]);
    able.canServe = false;
    keeper.start();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(acquire).not.toHaveBeenCalled();
    able.canServe = true;
    await jest.advanceTimersByTimeAsync(1_000);
    expect(onHeld).toHaveBeenCalledTimes(1);
  });

  it('is given up by a process that can serve it no more, once nothing is under way', async () => {
    const { able, keeper } = open([lease(1), lease(2)]);
    keeper.start();
    await settle();
    able.canServe = false;
    able.isIdle = false;
    await jest.advanceTimersByTimeAsync(5_000);
    expect(keeper.held).toBeDefined();
    able.isIdle = true;
    await jest.advanceTimersByTimeAsync(1_000);
    expect(keeper.held).toBeUndefined();
    expect(release).toHaveBeenCalledTimes(1);
    able.canServe = true;
    await jest.advanceTimersByTimeAsync(1_000);
    expect(keeper.held).toMatchObject({ epoch: 2 });
  });
});
