import type { IdKind } from '../../api/status-calls.js';
import type {
  DeliveryStore,
  DuePlace,
  Followed,
  FollowedChange,
  FollowedKey,
  NewFollowed,
} from '../delivery-store.js';
import type { Lease } from '../lease.js';
import { type Due, DueOrder } from './due-order.js';
import type { MemoryLeases } from './memory-leases.js';

/** Instants as numbers: millions of these are kept, and a `Date` is an object each. */
interface Entry extends Due {
  readonly customerId: string | undefined;
  readonly startMs: number;
  rung: number;
  announced: string | undefined;
  failures: number;
}

class Kind {
  readonly entries = new Map<string, Entry>();
  readonly order = new DueOrder<Entry>();

  add(entry: Entry): void {
    this.entries.set(entry.id, entry);
    this.order.add(entry);
  }

  change(id: string, { dueAt, rung, announced, failures }: FollowedChange): void {
    const entry = this.entries.get(id);
    if (!entry) return;
    this.order.remove(entry);
    Object.assign(entry, { dueMs: dueAt.getTime(), rung, announced, failures });
    this.order.add(entry);
  }

  remove(id: string): void {
    const entry = this.entries.get(id);
    if (entry) this.order.remove(entry);
    this.entries.delete(id);
  }
}

/** The followed messages as long as the process lives: a map and an order, and nothing else grows. */
export class MemoryDelivery implements DeliveryStore {
  readonly #kinds: Record<IdKind, Kind> = { serverId: new Kind(), customerId: new Kind() };
  #latestMs = -Infinity;

  constructor(private readonly leases: MemoryLeases) {}

  async follow(messages: readonly NewFollowed[]): Promise<void> {
    const entries = messages.map((message) => [message.by, toEntry(message)] as const);
    for (const [by, entry] of entries) {
      if (!this.#kinds[by].entries.has(entry.id)) this.#kinds[by].add(entry);
    }
  }

  async due(by: IdKind, now: Date, limit: number, after?: DuePlace): Promise<Followed[]> {
    const place = after && { dueMs: after.dueAt.getTime(), id: after.id };
    const page = this.#kinds[by].order.page(now.getTime(), limit, place);
    return page.map((entry) => toFollowed(by, entry));
  }

  async record(
    lease: Lease,
    changed: readonly FollowedChange[],
    done: readonly FollowedKey[],
  ): Promise<void> {
    this.leases.check('delivery', lease, 'record delivery states');
    // Read as a whole, before anything is done.
    const changes = changed.map((change) => ({ ...change }));
    const keys = done.map(({ by, id }) => ({ by, id }));
    for (const change of changes) this.#kinds[change.by].change(change.id, change);
    for (const { by, id } of keys) this.#kinds[by].remove(id);
  }

  async latestTime(now: Date): Promise<Date> {
    this.#latestMs = Math.max(this.#latestMs, now.getTime());
    return new Date(this.#latestMs);
  }
}

const toEntry = ({ id, customerId, startAt, dueAt }: NewFollowed): Entry => ({
  id,
  customerId,
  startMs: startAt.getTime(),
  dueMs: dueAt.getTime(),
  rung: 0,
  announced: undefined,
  failures: 0,
});

function toFollowed(by: IdKind, entry: Entry): Followed {
  const { id, customerId, startMs, dueMs, rung, announced, failures } = entry;
  return {
    by,
    id,
    ...(customerId !== undefined && { customerId }),
    startAt: new Date(startMs),
    dueAt: new Date(dueMs),
    rung,
    ...(announced !== undefined && { announced }),
    failures,
  };
}
