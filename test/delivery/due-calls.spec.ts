import { describe, expect, it, jest } from '@jest/globals';
import { DueCalls } from '../../lib/delivery/due-calls.js';
import { MemoryStore } from '../../lib/store/memory/memory-store.js';
import type { IdKind } from '../../lib/api/status-calls.js';
import { aFollowed, START } from './support/followed.js';

const at = (ms: number) => new Date(START.getTime() + ms);

async function setUp(count: number, by: IdKind = 'serverId', batchSize = 10) {
  const store = new MemoryStore().account('');
  const lease = (await store.acquire('delivery'))!;
  const messages = Array.from({ length: count }, (_, i) => aFollowed(`${i}`, { by, dueAt: at(i) }));
  await store.delivery.follow(messages);
  let now = at(count);
  const calls = new DueCalls({
    store: store.delivery,
    settings: { baseUrl: 'http://sms.example.ir', batchSize },
    clock: { now: () => now },
  });
  return { store: store.delivery, lease, calls, set: (date: Date) => (now = date) };
}

const idsOf = async (calls: DueCalls) => (await calls.next())?.messages.map(({ id }) => id);

describe('due messages', () => {
  it('come a call at a time, the longest due first, each once', async () => {
    const { calls } = await setUp(203);
    const taken: string[][] = [];
    for (let ids = await idsOf(calls); ids; ids = await idsOf(calls)) taken.push(ids);
    expect(taken.map(({ length }) => length)).toEqual([...Array<number>(20).fill(10), 3]);
    expect(taken.flat()).toEqual(Array.from({ length: 203 }, (_, i) => `${i}`));
    expect(calls.size).toBe(203);
  });

  it('wait for their time', async () => {
    const { calls, set } = await setUp(3);
    set(at(1));
    expect(await idsOf(calls)).toEqual(['0', '1']);
    expect(await idsOf(calls)).toBeUndefined();
    set(at(2));
    expect(await idsOf(calls)).toEqual(['2']);
  });

  it('come again, after a restart, when they were released and are still due', async () => {
    const { calls } = await setUp(2);
    const call = (await calls.next())!;
    for (const message of call.messages) calls.release(message);
    expect(calls.size).toBe(0);
    calls.restart();
    expect(await idsOf(calls)).toEqual(['0', '1']);
  });

  it('come again, after a restart, when they were put back before they were handed out', async () => {
    const { calls } = await setUp(30);
    await calls.next();
    expect(calls.size).toBe(30);
    calls.putBack();
    expect(calls.size).toBe(10);
    calls.restart();
    expect(await idsOf(calls)).toEqual(Array.from({ length: 10 }, (_, i) => `${i + 10}`));
  });

  it('do not come again as they were when they are written down during a read', async () => {
    const { store, lease, calls } = await setUp(2);
    const call = (await calls.next())!;
    const asWas = await store.due('serverId', at(2), 10);
    jest.spyOn(store, 'due').mockImplementation(async (by) => {
      if (by === 'customerId') return [];
      await store.record(lease, [], call.messages);
      for (const message of call.messages) calls.release(message);
      return asWas;
    });
    expect(await calls.next()).toBeUndefined();
  });

  it('of the caller come before those of the service, in calls of their own', async () => {
    const { store, calls } = await setUp(1);
    await store.follow([aFollowed('mine', { by: 'customerId' })]);
    expect(await calls.next()).toMatchObject({ by: 'customerId', messages: [{ id: 'mine' }] });
    expect(await calls.next()).toMatchObject({ by: 'serverId', messages: [{ id: '0' }] });
  });

  it('with long ids share fewer to a call', async () => {
    const { store, calls } = await setUp(0, 'customerId', 250);
    const long = Array.from({ length: 40 }, (_, i) =>
      aFollowed(`${i}`.padStart(255, 'x'), { by: 'customerId' }),
    );
    await store.follow(long);
    expect((await calls.next())?.messages).toHaveLength(26);
    expect((await calls.next())?.messages).toHaveLength(14);
  });
});
