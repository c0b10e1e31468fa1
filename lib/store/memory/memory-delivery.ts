import type { IdKind } from '../../api/status-calls.js';
import type { DeliveryStore, Followed, FollowedKey, NewFollowed } from '../delivery-store.js';
import type { Lease } from '../lease.js';
import { DueHeap, type Waiting } from './due-heap.js';
import type { MemoryLeases } from './memory-leases.js';

/** Instants as numbers: millions of these are kept, and a `Date` is an object each. */
interface Entry extends Waiting {
  readonly id: string;
  customerId?: string;
  startMs: number;
  rung: number;
  announced?: string;
  failures: number;
}

class Kind {
  readonly entries = new Map<string, Entry>();
  readonly heap = new DueHeap<Entry>();

  add(entry: Entry): void {
    this.entries.set(entry.id, entry);
    this.heap.add(entry);
  }

  remove(id: string): void {
    const entry = this.entries.get(id);
    if (entry) this.heap.remove(entry);
    this.entries.delete(id);
  }
}

/** The followed messages as long as the process lives: a map and a heap, and nothing else grows. */
export class MemoryDelivery implements DeliveryStore {
  readonly #kinds: Record<IdKind, Kind> = { serverId: new Kind(), customerId: new Kind() };

  #latestMs = -Infinity;

  constructor(private readonly leases: MemoryLeases) {}

  async follow(messages: readonly NewFollowed[]): Promise<void> {
    for (const { by, id, customerId, startAt, dueAt } of messages) {
      const kind = this.#kinds[by];
      if (kind.entries.has(id)) continue;
      kind.add({
        id,
        customerId,
        startMs: startAt.getTime(),
        dueMs: dueAt.getTime(),
        rung: 0,
        announced: undefined,
        failures: 0,
        slot: 0,
      });
    }
  }

  async due(by: IdKind, now: Date, limit: number): Promise<Followed[]> {
    return this.#kinds[by].heap.due(now.getTime(), limit).map((entry) => toFollowed(by, entry));
  }

  async record(
    lease: Lease,
    changed: readonly Followed[],
    done: readonly FollowedKey[],
  ): Promise<void> {
    this.leases.check('delivery', lease, 'record delivery states');
    for (const { by, id, customerId, startAt, dueAt, rung, announced, failures } of changed) {
      const entry = this.#kinds[by].entries.get(id);
      if (!entry) continue;
      Object.assign(entry, { customerId, rung, announced, failures });
      entry.startMs = startAt.getTime();
      entry.dueMs = dueAt.getTime();
      this.#kinds[by].heap.moved(entry);
    }
    for (const { by, id } of done) this.#kinds[by].remove(id);
  }

  async latest(now: Date): Promise<Date> {
    this.#latestMs = Math.max(this.#latestMs, now.getTime());
    return new Date(this.#latestMs);
  }

  async nextDue(): Promise<Date | undefined> {
    const times = Object.values(this.#kinds).flatMap(({ heap }) => heap.earliest?.dueMs ?? []);
    return times.length > 0 ? new Date(Math.min(...times)) : undefined;
  }

  async count(): Promise<number> {
    return this.#kinds.serverId.heap.size + this.#kinds.customerId.heap.size;
  }
}

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
