import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { InboundSms, UnreadableSms } from '../../lib/api/api.types.js';
import { LightAbortSignal } from '../../lib/concurrency/light-abort-signal.js';
import { NewTexts } from '../../lib/inbox/new-texts.js';
import type { DeadLetter } from '../../lib/store/inbox-store.js';
import type { Lease } from '../../lib/store/lease.js';
import { MemoryStore } from '../../lib/store/memory/memory-store.js';
import { FakeInbox, OVERLAP_MS } from './support/fake-account.js';
import { sms } from './support/sms.js';

const NUMBER = '98200';
const NO_NUMBER = 'unreadable-01';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const unreadable = (id: string): UnreadableSms => ({
  sms: sms(id),
  problem: 'date: expected a date, got null',
  isJalali: false,
});

const idsOf = (read: { texts: readonly InboundSms[] } | undefined) =>
  read?.texts.map(({ id }) => id);

/** A number that is read from its first text on, unless it was not started. */
async function setUp({ isStarted = true } = {}) {
  const account = new MemoryStore().account('');
  const { inbox: store } = account;
  const lease = (await account.acquire(`inbox:${NUMBER}`))!;
  if (isStarted) await store.startAfter(lease, NUMBER, '0');
  const service = new FakeInbox();
  const start = { find: jest.fn<() => Promise<boolean>>() };
  const letters: string[] = [];
  const deadLetters = {
    add: async (by: Lease, letter: DeadLetter) => {
      letters.push(letter.sms.id);
      await store.addDeadLetter(by, NUMBER, letter);
    },
  };
  const logger = { warn: () => undefined };
  const stopping = new LightAbortSignal();
  const texts = new NewTexts(
    lease,
    { number: NUMBER, startFrom: 'all', overlapMs: OVERLAP_MS },
    { api: service, store, start, deadLetters, logger, stopping },
  );
  const read = (failed: string[] = []) => texts.read(new Set(failed));
  /** As the reader does once the listeners have handled it. */
  const handle = async (...ids: string[]) => {
    await store.handled(lease, NUMBER, ids);
    for (const id of ids) texts.handled(id);
  };
  const cursor = async () => (await store.position(NUMBER))?.cursor;
  return { store, lease, service, start, letters, stopping, texts, read, handle, cursor };
}

describe('the new texts of a number', () => {
  it('are read again until they are handled', async () => {
    const { service, read, handle } = await setUp();
    for (const id of [2, 1, 3]) service.receive(NUMBER, id);
    expect(idsOf(await read())).toEqual(['1', '2', '3']);
    await handle('1');
    expect(idsOf(await read())).toEqual(['2', '3']);
  });

  it('are without those that the reader knows to have failed', async () => {
    const { service, read } = await setUp();
    for (const id of [1, 2]) service.receive(NUMBER, id);
    expect(idsOf(await read(['1']))).toEqual(['2']);
  });

  it('come with the attempts that an earlier process counted', async () => {
    const { store, lease, read } = await setUp();
    await store.attempted(lease, NUMBER, '1', 3);
    expect(await read()).toMatchObject({ counted: { id: '1', count: 3 } });
  });

  it('are not read while there is nothing to start from', async () => {
    const { service, start, read } = await setUp({ isStarted: false });
    start.find.mockResolvedValue(false);
    expect(await read()).toBeUndefined();
    expect(service.asked).toEqual([]);
  });

  it('are read from where the start was found', async () => {
    const { store, lease, service, start, read } = await setUp({ isStarted: false });
    for (const id of [1, 2]) service.receive(NUMBER, id);
    start.find.mockImplementation(async () => {
      await store.startAfter(lease, NUMBER, '1');
      return true;
    });
    expect(idsOf(await read())).toEqual(['2']);
    expect(service.asked).toEqual(['1']);
  });

  it('are read with the signal of the end of the app, for such a read marks none of them read', async () => {
    const { service, stopping, read } = await setUp();
    const asked = jest.spyOn(service, 'getInbox');
    await read();
    expect(asked.mock.calls).toEqual([[NUMBER, '0', { attempt: { signal: stopping } }]]);
  });
});

describe('kept texts', () => {
  it('come in the order of ids with what the service gives', async () => {
    const { store, lease, service, read } = await setUp();
    await store.keepAnswer(lease, NUMBER, [sms(2), sms(4)]);
    for (const id of [1, 2, 3, 5]) service.receive(NUMBER, id);
    const found = await read();
    expect(idsOf(found)).toEqual(['1', '2', '3', '4', '5']);
    expect(found).toMatchObject({ hasMore: false });
  });

  it('of a later page come before what the service gives behind it', async () => {
    const { store, lease, service, read, handle } = await setUp();
    const kept = Array.from({ length: 1_500 }, (_, index) => sms(2 * index + 2));
    await store.keepAnswer(lease, NUMBER, kept);
    for (const id of [1, 2_001, 4_000]) service.receive(NUMBER, id);
    const first = await read();
    expect(first).toMatchObject({ hasMore: true });
    expect(idsOf(first)).toHaveLength(1_001);
    expect(idsOf(first)!.slice(-1)).toEqual(['2000']);
    await handle(...idsOf(first)!);
    const second = await read();
    expect(second).toMatchObject({ hasMore: false });
    expect(idsOf(second)).toHaveLength(502);
    expect(idsOf(second)!.slice(0, 2)).toEqual(['2001', '2002']);
    expect(idsOf(second)!.slice(-1)).toEqual(['4000']);
  });

  it('of a page are read again when the service failed beside them', async () => {
    const { store, lease, service, read } = await setUp();
    const kept = Array.from({ length: 1_500 }, (_, index) => sms(index + 1));
    await store.keepAnswer(lease, NUMBER, kept);
    service.failure = new Error('down');
    await expect(read()).rejects.toThrow('down');
    delete service.failure;
    expect(idsOf(await read())!.slice(0, 2)).toEqual(['1', '2']);
  });
});

describe('the cursor', () => {
  it('moves past what was handled longer than the overlap before the last read', async () => {
    const { service, texts, read, handle, cursor } = await setUp();
    service.receive(NUMBER, 1);
    await read();
    await handle('1');
    jest.advanceTimersByTime(OVERLAP_MS - 1);
    service.receive(NUMBER, 2);
    await read();
    await handle('2');
    await texts.advance();
    expect(await cursor()).toBe('0');
    jest.advanceTimersByTime(1);
    // What has become visible since the last read would be passed over.
    await texts.advance();
    expect(await cursor()).toBe('0');
    await read();
    await texts.advance();
    expect(await cursor()).toBe('1');
  });

  it('lets no memory grow with the texts behind it', async () => {
    const { store, service, texts, read, handle, cursor } = await setUp();
    service.receive(NUMBER, 1);
    const everything = await service.getInbox(NUMBER, '0');
    await read();
    await handle('1');
    jest.advanceTimersByTime(OVERLAP_MS);
    await read();
    await texts.advance();
    expect(await cursor()).toBe('1');
    // What is forgotten is asked of the store, and a service that lists it again changes nothing.
    const asked = jest.spyOn(store, 'unhandled');
    service.getInbox = async () => everything;
    expect(idsOf(await read())).toEqual([]);
    expect(asked.mock.calls).toEqual([[NUMBER, ['1']]]);
  });
});

describe('rows that cannot be read', () => {
  it('become dead letters once, and the texts beside them are read', async () => {
    const { service, letters, read } = await setUp();
    service.receive(NUMBER, 1);
    service.unreadable = [unreadable('2'), unreadable(NO_NUMBER)];
    expect(idsOf(await read())).toEqual(['1']);
    expect(idsOf(await read())).toEqual(['1']);
    expect(letters).toEqual(['2', NO_NUMBER]);
  });

  it('are remembered while the service lists them, and asked for anew when it lists them again', async () => {
    const { store, service, letters, read } = await setUp();
    const asked = jest.spyOn(store, 'unhandled');
    service.unreadable = [unreadable(NO_NUMBER)];
    await read();
    await read();
    service.unreadable = [];
    await read();
    service.unreadable = [unreadable(NO_NUMBER)];
    await read();
    expect(asked.mock.calls).toEqual([
      [NUMBER, [NO_NUMBER]],
      [NUMBER, [NO_NUMBER]],
    ]);
    expect(letters).toEqual([NO_NUMBER]);
  });
});
