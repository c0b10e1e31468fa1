import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Lease } from '../../lib/store/lease.js';
import { LeaseHolder } from '../../lib/tasks/lease-holder.js';
import { deferred } from '../support/deferred.js';
import { settle } from '../support/fake-time.js';
import { fakeLease } from './support/fakes.js';

function open(answers: (Lease | undefined | Error)[]) {
  const acquire = jest.fn(async () => {
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  });
  const user = {
    canServe: jest.fn(() => true),
    isRunning: jest.fn(() => false),
    leaseTaken: jest.fn(),
    leaseFailed: jest.fn(),
  };
  return { acquire, user, holder: new LeaseHolder('delivery', { acquire }, user) };
}

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

describe('a lease holder', () => {
  it('says at once that the lease is taken, and asks no more', async () => {
    const { acquire, user, holder } = open([fakeLease('1')]);
    holder.start();
    await settle();
    expect(user.leaseTaken).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(acquire).toHaveBeenCalledTimes(1);
    await holder.stop(10_000);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('takes over within half a second after another process has gone, with one timer', async () => {
    const held = fakeLease('2');
    const { acquire, user, holder } = open([undefined, undefined, held]);
    holder.start();
    await settle();
    expect(jest.getTimerCount()).toBe(1);
    await jest.advanceTimersByTimeAsync(999);
    expect([acquire.mock.calls.length, user.leaseTaken.mock.calls.length]).toEqual([2, 0]);
    await jest.advanceTimersByTimeAsync(1);
    expect(user.leaseTaken).toHaveBeenCalledTimes(1);
    expect(holder.held).toBe(held);
  });

  it('gives the lease to a process that waits for it and has fewer, once no run is under way', async () => {
    const wanted = Object.assign(fakeLease('1'), { isWanted: jest.fn(() => false) });
    const { acquire, user, holder } = open([wanted, fakeLease('2')]);
    holder.start();
    await jest.advanceTimersByTimeAsync(5_000);
    wanted.isWanted.mockReturnValue(true);
    user.isRunning.mockReturnValue(true);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(wanted.release).not.toHaveBeenCalled();
    user.isRunning.mockReturnValue(false);
    await jest.advanceTimersByTimeAsync(500);
    expect(wanted.release).toHaveBeenCalledTimes(1);
    // The other process has its turn, and where it does not take it, this one goes on.
    await jest.advanceTimersByTimeAsync(1_500);
    expect(await holder.take()).toBeUndefined();
    expect(acquire).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(500);
    expect(holder.held?.fence).toBe('2');
  });

  it('goes back to asking when the lease is lost, however often that is said', async () => {
    const first = fakeLease('1');
    const { acquire, user, holder } = open([first, undefined, fakeLease('3')]);
    holder.start();
    await settle();
    holder.lose(first);
    holder.lose(first);
    expect(holder.held).toBeUndefined();
    expect(jest.getTimerCount()).toBe(1);
    await jest.advanceTimersByTimeAsync(2_000);
    expect(acquire).toHaveBeenCalledTimes(3);
    expect(user.leaseTaken).toHaveBeenCalledTimes(2);
  });

  it('releases a lease that is lost, once, for its lock would keep every process out', async () => {
    const failing = jest.fn(() => Promise.reject(new Error('disk')));
    const first = Object.assign(fakeLease('1'), { release: failing });
    const { user, holder } = open([first, fakeLease('2')]);
    holder.start();
    await settle();
    holder.lose(first);
    holder.lose(first);
    await settle();
    expect(failing).toHaveBeenCalledTimes(1);
    expect(user.leaseFailed).toHaveBeenCalledWith(new Error('disk'));
    await jest.advanceTimersByTimeAsync(1_000);
    expect(holder.held?.fence).toBe('2');
  });

  it('holds a lease no longer than it certainly is its own, and asks for it again', async () => {
    const first = fakeLease('1');
    const { holder } = open([first, fakeLease('2')]);
    holder.start();
    await settle();
    first.state.isValid = false;
    expect(holder.held).toBeUndefined();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(first.release).toHaveBeenCalledTimes(1);
    expect(holder.held?.fence).toBe('2');
  });

  it('keeps a new lease when the old one is lost once more', async () => {
    const old = fakeLease('1');
    const { holder } = open([old, fakeLease('2')]);
    holder.start();
    await settle();
    holder.lose(old);
    await jest.advanceTimersByTimeAsync(1_000);
    holder.lose(old);
    expect(holder.held?.fence).toBe('2');
  });

  it('goes on asking when the store fails', async () => {
    const { user, holder } = open([new Error('disk'), fakeLease('1')]);
    holder.start();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(user.leaseFailed).toHaveBeenCalledWith(new Error('disk'));
    expect(holder.held?.fence).toBe('1');
  });

  it('asks once for all that want the lease at the same time', async () => {
    const { acquire, holder } = open([fakeLease('1')]);
    holder.start();
    expect(await Promise.all([holder.take(), holder.take()])).toHaveLength(2);
    expect(acquire).toHaveBeenCalledTimes(1);
  });

  it('gives the lease up when it stops, and asks for no other', async () => {
    const held = fakeLease('1');
    const { acquire, holder } = open([held]);
    holder.start();
    await settle();
    await holder.stop(10_000);
    expect(held.release).toHaveBeenCalledTimes(1);
    holder.lose(held);
    await holder.take();
    expect(acquire).toHaveBeenCalledTimes(1);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('gives up a lease that comes while it stops, and begins nothing', async () => {
    const held = fakeLease('1');
    const { user, holder } = open([held]);
    holder.start();
    await holder.stop(10_000);
    expect(held.release).toHaveBeenCalledTimes(1);
    expect(user.leaseTaken).not.toHaveBeenCalled();
  });

  it('stops at its time though the store answers to nothing, and releases what it gets later', async () => {
    const asked = deferred<Lease>();
    const { holder, acquire } = open([]);
    acquire.mockReturnValueOnce(asked.promise);
    holder.start();
    const stopped = holder.stop(5_000);
    await jest.advanceTimersByTimeAsync(5_000);
    await stopped;
    const late = fakeLease('1');
    asked.resolve(late);
    await settle();
    expect(late.release).toHaveBeenCalledTimes(1);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('stops at its time though the store does not release it', async () => {
    const held = fakeLease('1');
    held.release.mockReturnValueOnce(new Promise(() => undefined));
    const { holder } = open([held]);
    holder.start();
    await settle();
    const stopped = holder.stop(5_000);
    await jest.advanceTimersByTimeAsync(5_000);
    await stopped;
    expect(held.release).toHaveBeenCalledTimes(1);
  });

  it('is kept between the halt and the end, though it cannot be served any more', async () => {
    const held = fakeLease('1');
    const { user, holder } = open([held]);
    holder.start();
    await settle();
    holder.halt();
    user.canServe.mockReturnValue(false);
    await jest.advanceTimersByTimeAsync(5_000);
    await holder.giveUp();
    expect(held.release).not.toHaveBeenCalled();
    await holder.stop(1_000);
    expect(held.release).toHaveBeenCalledTimes(1);
  });

  it('is not asked for by a process that cannot serve it, and is when it can', async () => {
    const { acquire, user, holder } = open([fakeLease('1')]);
    user.canServe.mockReturnValue(false);
    holder.start();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(acquire).not.toHaveBeenCalled();
    user.canServe.mockReturnValue(true);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(user.leaseTaken).toHaveBeenCalledTimes(1);
  });

  it('is given up by a process that can serve it no more, once nothing is under way', async () => {
    const first = fakeLease('1');
    const { user, holder } = open([first, fakeLease('2')]);
    holder.start();
    await settle();
    user.canServe.mockReturnValue(false);
    user.isRunning.mockReturnValue(true);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(holder.held).toBeDefined();
    user.isRunning.mockReturnValue(false);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(holder.held).toBeUndefined();
    expect(first.release).toHaveBeenCalledTimes(1);
    user.canServe.mockReturnValue(true);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(holder.held).toMatchObject({ fence: '2' });
  });
});
