import type { ListenerFailure } from '../../lib/events/describe-failure.js';
import { describe, expect, it, jest } from '@jest/globals';
import { BalanceWatch } from '../../lib/balance/balance-watch.js';
import type { LowBalance } from '../../lib/events/events.types.js';
import { MemoryStore } from '../../lib/store/memory/memory-store.js';
import { listenerFailure } from '../support/listener-failure.js';

async function setUp(store = new MemoryStore()) {
  const lease = (await store.acquire('balance'))!;
  const told: LowBalance[] = [];
  const emit = jest.fn(async (low: LowBalance): Promise<readonly ListenerFailure[]> => {
    told.push(low);
    return [];
  });
  const api = { getBalance: jest.fn(async () => balance) };
  const onRefused = jest.fn();
  let balance = 0;
  const watch = new BalanceWatch({
    api,
    store: store.balance,
    channel: { emit },
    lowThreshold: 1_000,
    onRefused,
  });
  const check = async (...balances: number[]) => {
    for (balance of balances) await watch.check(lease);
    return told.splice(0).map((low) => low.balance);
  };
  return { check, emit, api, lease, onRefused, store };
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
    const { check, emit } = await setUp();
    await check(7);
    expect(emit).toHaveBeenCalledWith({ balance: 7, threshold: 1_000 });
  });

  it('that was told stays told across a restart', async () => {
    const { check, store, lease } = await setUp();
    await check(7);
    await lease.release();
    const next = await setUp(store);
    expect(await next.check(6)).toEqual([]);
    expect(await next.check(1_001, 5)).toEqual([5]);
  });

  it('is told again at the next check when a listener failed', async () => {
    const { check, emit, onRefused } = await setUp();
    emit.mockResolvedValueOnce([listenerFailure(new Error('mail server down'))]);
    expect(await check(7)).toEqual([]);
    expect(onRefused).toHaveBeenCalledWith([listenerFailure(new Error('mail server down'))]);
    expect(await check(6, 5)).toEqual([6]);
  });

  it('is told once even when the store could not remember it at first', async () => {
    const { check, store } = await setUp();
    jest.spyOn(store.balance, 'tell').mockRejectedValueOnce(new Error('disk full'));
    await expect(check(7)).rejects.toThrow('disk full');
    expect(await check(6, 5)).toEqual([7]);
    expect(await store.balance.isTold()).toBe(true);
  });

  it('is not guessed when the service does not answer', async () => {
    const { check, api } = await setUp();
    await check(7);
    api.getBalance.mockRejectedValueOnce(new Error('unreachable'));
    await expect(check(2_000)).rejects.toThrow('unreachable');
    expect(await check(6)).toEqual([]);
  });
});
