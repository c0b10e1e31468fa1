import type { ListenerFailure } from '../../../lib/events/describe-failure.js';
import { jest } from '@jest/globals';
import type { StatusRow } from '../../../lib/api/api.types.js';
import type { IdKind } from '../../../lib/api/status-calls.js';
import type { StatusAnswers } from '../../../lib/api/status-lookup.js';
import { DeliveryDesk } from '../../../lib/delivery/delivery-desk.js';
import { begin } from '../../../lib/delivery/ladder.js';
import type { Refusal } from '../../../lib/delivery/round.js';
import type { PayamSmsError } from '../../../lib/errors/payamsms.error.js';
import type { DeliveryUpdate } from '../../../lib/events/events.types.js';
import { MemoryStore } from '../../../lib/store/memory/memory-store.js';
import { START } from './followed.js';

export const LADDER = [10_000, 60_000, 300_000];

type Emit = (update: DeliveryUpdate) => Promise<readonly ListenerFailure[]>;

export const DELIVERED = 'Send Successfully';

const rowOf = (word: string, serverId: string, customerId?: string): StatusRow => ({
  serverId,
  ...(customerId !== undefined && { customerId }),
  providerStatus: word,
  parts: { total: 1, delivered: 0, undelivered: 0, unknown: 1 },
});

/**
 * A desk over a memory store and a service that knows the words in `words`, by serverId, and which
 * serverIds bear a customerId in `bearers`. `advance` moves its clock.
 */
export async function setUpDesk({ batchSize = 250, maxConcurrency = 4 } = {}) {
  const store = new MemoryStore();
  const lease = (await store.acquire('delivery'))!;
  let now = START;
  const words = new Map<string, string>();
  const bearers = new Map<string, string[]>();
  /** What a call fails with, as often as there are entries. */
  const faults: PayamSmsError[] = [];
  const calls: string[][] = [];
  const told: DeliveryUpdate[] = [];
  const refused: Refusal[] = [];
  const unwritable: string[] = [];

  const rowsOf = (id: string, by: IdKind): StatusRow[] => {
    const serverIds = by === 'serverId' ? [id] : (bearers.get(id) ?? []);
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
    told.push(update);
    return [];
  });
  const newDesk = (holder = lease) =>
    new DeliveryDesk({
      store: store.delivery,
      lease: holder,
      statuses: { ask },
      channel: { emit },
      settings: { baseUrl: 'http://sms.example.ir', batchSize, maxConcurrency },
      ladder: LADDER,
      now: () => now,
      onRefused: (some) => refused.push(...some),
      onUnwritable: (some) => unwritable.push(...some.map(({ entry }) => entry.followed.id)),
    });
  return {
    desk: newDesk(),
    newDesk,
    store: store.delivery,
    lease,
    leases: store,
    words,
    bearers,
    faults,
    calls,
    told,
    refused,
    unwritable,
    ask,
    emit,
    /** Who was told what since the last time. */
    news: () =>
      told.splice(0).map(({ serverId, customerId, state, final }) => {
        return [serverId ?? customerId, final ? `${state}!` : state].join(' ');
      }),
    advance: (ms: number) => (now = new Date(now.getTime() + ms)),
    follow: (ids: readonly string[], by: IdKind = 'serverId') =>
      store.delivery.follow(ids.map((id) => begin({ by, id, startAt: now }, LADDER))),
    dueInMs: async () => {
      const due = await store.delivery.nextDue();
      return due && due.getTime() - now.getTime();
    },
  };
}
