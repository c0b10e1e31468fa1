import type { ListenerFailure } from '../../../lib/events/describe-failure.js';
import { jest } from '@jest/globals';
import type { StatusRow } from '../../../lib/api/api.types.js';
import type { IdKind } from '../../../lib/api/status-calls.js';
import type { StatusAnswers } from '../../../lib/api/status-lookup.js';
import { DeliveryLog } from '../../../lib/delivery/delivery-log.js';
import { DeliveryTracker } from '../../../lib/delivery/delivery-tracker.js';
import { begin } from '../../../lib/delivery/ladder.js';
import type { PayamSmsError } from '../../../lib/errors/payamsms.error.js';
import { type DeliveryUpdate, EVENTS } from '../../../lib/events/events.types.js';
import type { Lease } from '../../../lib/store/lease.js';
import { MemoryStore } from '../../../lib/store/memory/memory-store.js';
import { allFollowed, START } from './followed.js';

export const LADDER = [10_000, 60_000, 300_000];

type Emit = (update: DeliveryUpdate) => Promise<readonly ListenerFailure[]>;

/** How far the clock that messages fall due by is ahead of the system's. */
export const CLOCK_AHEAD_MS = 3_600_000;

export const DELIVERED = 'Send Successfully';

const rowOf = (word: string, serverId: string, customerId?: string): StatusRow => ({
  serverId,
  ...(customerId !== undefined && { customerId }),
  providerStatus: word,
  parts: { total: 1, delivered: 0, undelivered: 0, unknown: 1 },
});

/**
 * A tracker over a memory store and a service that knows the words in `words`, by serverId, and the
 * serverIds of a customerId in `serverIdsOf`. `advance` moves its clock.
 */
export async function setUpTracker({ batchSize = 250, maxConcurrency = 4 } = {}) {
  const store = new MemoryStore().account('');
  const lease = (await store.acquire('delivery'))!;
  let now = START;
  const words = new Map<string, string>();
  const serverIdsOf = new Map<string, string[]>();
  /** What a call fails with, as often as there are entries. */
  const faults: PayamSmsError[] = [];
  const calls: string[][] = [];
  const emitted: DeliveryUpdate[] = [];
  const logger = { log: jest.fn(), warn: jest.fn(), error: jest.fn() };

  const rowsOf = (id: string, by: IdKind): StatusRow[] => {
    const serverIds = by === 'serverId' ? [id] : (serverIdsOf.get(id) ?? []);
    const customerId = by === 'customerId' ? id : undefined;
    return serverIds.flatMap((serverId) => {
      const word = words.get(serverId);
      return word === undefined ? [] : [rowOf(word, serverId, customerId)];
    });
  };
  const ask = jest.fn(async (ids: Iterable<string>, by: IdKind): Promise<StatusAnswers> => {
    const list = [...ids];
    calls.push(list);
    const fault = faults.shift();
    if (fault) return { rows: new Map(), unreadable: new Map(), errors: [fault] };
    return {
      rows: new Map(list.map((id) => [id, rowsOf(id, by)])),
      unreadable: new Map(),
      errors: [],
    };
  });
  const emit = jest.fn<Emit>(async (update) => {
    emitted.push(update);
    return [];
  });
  const channel = {
    event: EVENTS.delivery,
    emitToListeners: emit,
    describe: (failures: readonly ListenerFailure[]) => `${failures.length} failed`,
  };
  const newTracker = (holder: Lease = lease) =>
    new DeliveryTracker({
      store: store.delivery,
      lease: holder,
      statuses: { ask },
      channel,
      settings: { baseUrl: 'http://sms.example.ir', batchSize, maxConcurrency },
      ladder: LADDER,
      clock: { now: () => now, systemMs: () => now.getTime() - CLOCK_AHEAD_MS },
      log: new DeliveryLog({ channel, logger }),
    });
  return {
    tracker: newTracker(),
    newTracker,
    store: store.delivery,
    lease,
    leases: store,
    words,
    serverIdsOf,
    faults,
    calls,
    emitted,
    logger,
    ask,
    emit,
    now: () => now,
    /** What was emitted since the last time. */
    news: () =>
      emitted.splice(0).map(({ serverId, customerId, state, final }) => {
        return [serverId ?? customerId, final ? `${state}!` : state].join(' ');
      }),
    advance: (ms: number) => (now = new Date(now.getTime() + ms)),
    follow: (ids: readonly string[], by: IdKind = 'serverId') =>
      store.delivery.follow(ids.map((id) => begin({ by, id, startAt: now }, LADDER))),
    /** How many are followed. */
    count: async () => (await allFollowed(store.delivery)).length,
    dueInMs: async () => {
      const times = (await allFollowed(store.delivery)).map(({ dueAt }) => dueAt.getTime());
      return Math.min(...times) - now.getTime();
    },
  };
}
