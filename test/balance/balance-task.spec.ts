import { describeFailures, type ListenerFailure } from '../../lib/events/describe-failure.js';
import { describe, expect, it, jest } from '@jest/globals';
import { BalanceTask } from '../../lib/balance/balance-task.js';
import type { LowBalance } from '../../lib/events/events.types.js';
import { MemoryStore } from '../../lib/store/memory/memory-store.js';
import { listenerFailure } from '../support/listener-failure.js';

async function setUp(account = new MemoryStore().account('')) {
  const lease = (await account.acquire('balance'))!;
  const emitted: LowBalance[] = [];
  const channel = {
    event: 'payamsms.balance.low' as const,
    listeners: 1,
    listenerCount: () => channel.listeners,
    emitToListeners: jest.fn(async (low: LowBalance): Promise<readonly ListenerFailure[]> => {
      emitted.push(low);
      return [];
    }),
    describe: (failures: readonly ListenerFailure[]) => describeFailures(failures, true),
  };
  let balance = 0;
  const api = { getBalance: jest.fn(async () => balance) };
  const logger = { warn: jest.fn(), error: jest.fn() };
  const task = new BalanceTask(1_000, { api, store: account.balance, channel, logger });
  const check = async (...balances: number[]) => {
    for (balance of balances) await task.run(lease);
    return emitted.splice(0).map((low) => low.balance);
  };
  return { check, task, channel, api, lease, logger, account };
}

describe('a low balance', () => {
  it('is told once, and again only after it was not low', async () => {
    const { check } = await setUp();
    expect(await check(5_000, 1_000)).toEqual([]);
    expect(await check(999, 998, 0)).toEqual([999]);
    expect(await check(1_000, 2_000)).toEqual([]);
    expect(await check(1)).toEqual([1]);
  });

  it('is told with the threshold', async () => {
    const { check, channel } = await setUp();
    await check(7);
    expect(channel.emitToListeners).toHaveBeenCalledWith({ balance: 7, threshold: 1_000 });
  });

  it('that was told stays told across a restart', async () => {
    const { check, account, lease } = await setUp();
    await check(7);
    await lease.release();
    const next = await setUp(account);
    expect(await next.check(6)).toEqual([]);
    expect(await next.check(1_001, 5)).toEqual([5]);
  });

  it('is told again at the next check when a listener failed', async () => {
    const { check, channel, logger } = await setUp();
    channel.emitToListeners.mockResolvedValueOnce([listenerFailure(new Error('mail server down'))]);
    expect(await check(7)).toEqual([]);
    expect(logger.error.mock.calls).toEqual([[expect.stringContaining('mail server down')]]);
    expect(await check(6, 5)).toEqual([6]);
  });

  it('is told once even when the store could not remember it at first', async () => {
    const { check, account } = await setUp();
    jest.spyOn(account.balance, 'setLow').mockRejectedValueOnce(new Error('disk full'));
    await expect(check(7)).rejects.toThrow('disk full');
    expect(await check(6, 5)).toEqual([7]);
    expect(await account.balance.wasLow()).toBe(true);
  });

  it('is told again when it was not low meanwhile, though the store could not remember it', async () => {
    const { check, account } = await setUp();
    jest.spyOn(account.balance, 'setLow').mockRejectedValueOnce(new Error('disk full'));
    await expect(check(7)).rejects.toThrow('disk full');
    expect(await check(5_000, 6)).toEqual([7, 6]);
  });

  it('is told again under a new lease: what another process has told meanwhile may be over', async () => {
    const { check, task, api, account, lease, channel } = await setUp();
    jest.spyOn(account.balance, 'setLow').mockRejectedValueOnce(new Error('disk full'));
    await expect(check(7)).rejects.toThrow('disk full');
    await lease.release();
    api.getBalance.mockResolvedValue(5);
    await task.run((await account.acquire('balance'))!);
    expect(channel.emitToListeners).toHaveBeenCalledTimes(2);
  });

  it('is not told under a lease that was lost while the service was asked', async () => {
    const { check, api, lease, channel } = await setUp();
    api.getBalance.mockImplementationOnce(async () => {
      await lease.release();
      return 7;
    });
    await expect(check(7)).rejects.toMatchObject({ reason: 'lease-lost' });
    expect(channel.emitToListeners).not.toHaveBeenCalled();
  });

  it('is not guessed when the service does not answer', async () => {
    const { check, api } = await setUp();
    await check(7);
    api.getBalance.mockRejectedValueOnce(new Error('unreachable'));
    await expect(check(2_000)).rejects.toThrow('unreachable');
    expect(await check(6)).toEqual([]);
  });

  it('is not asked for while it has no listeners, which is logged once', async () => {
    const { check, channel, api, logger, task } = await setUp();
    channel.listeners = 0;
    expect(await check(7, 6)).toEqual([]);
    expect(task.canServe()).toBe(false);
    expect(api.getBalance).not.toHaveBeenCalled();
    expect(logger.warn.mock.calls).toEqual([
      [expect.stringContaining('No listener takes payamsms.balance.low')],
    ]);
    channel.listeners = 1;
    expect(await check(5)).toEqual([5]);
  });
});
