import { type IdKind, splitStatusIds } from '../api/status-calls.js';
import type { Settings } from '../settings/settings.js';
import type { DeliveryStore, Followed, FollowedKey } from '../store/delivery-store.js';

/**
 * How many calls' worth of messages is read from the store at once. Each page reads those in hand
 * again, so a few long ones are cheaper than many short ones.
 */
const PAGE_CALLS = 32;

/** Messages to be asked for in one call. */
export interface DueCall {
  by: IdKind;
  messages: readonly Followed[];
}

/**
 * The messages whose time has come, read from the store page by page and handed out a call's worth
 * at a time. Who is in hand is not handed out again before it is released.
 */
export class DueCalls {
  readonly #inHand: Record<IdKind, Set<string>> = { customerId: new Set(), serverId: new Set() };
  #read: DueCall[] = [];

  constructor(
    private readonly store: Pick<DeliveryStore, 'due'>,
    private readonly settings: Pick<Settings, 'baseUrl' | 'batchSize'>,
    private readonly now: () => Date,
  ) {}

  /** How many are in hand, those read and not yet handed out included. */
  get size(): number {
    return this.#inHand.customerId.size + this.#inHand.serverId.size;
  }

  /** `undefined` when nothing is due that is not in hand. */
  async next(): Promise<DueCall | undefined> {
    // Ids of the caller's first: they are exchanged for the service's, which are due at once.
    if (this.#read.length === 0) this.#read = await this.#page('customerId');
    if (this.#read.length === 0) this.#read = await this.#page('serverId');
    return this.#read.shift();
  }

  release({ by, id }: FollowedKey): void {
    this.#inHand[by].delete(id);
  }

  /** Releases what was read and not handed out: it stays due. */
  putBack(): void {
    for (const { messages } of this.#read) for (const message of messages) this.release(message);
    this.#read = [];
  }

  async #page(by: IdKind): Promise<DueCall[]> {
    const { batchSize } = this.settings;
    // As it was before the read: who is written down meanwhile may come out as it was before that.
    const inHand = new Set(this.#inHand[by]);
    const limit = inHand.size + PAGE_CALLS * batchSize;
    const due = await this.store.due(by, this.now(), limit);
    const fresh = due.filter(({ id }) => !inHand.has(id));
    const hasMore = due.length === limit;
    // Calls are filled up while more is there to fill them with.
    if (hasMore) fresh.length -= fresh.length % batchSize;
    for (const { id } of fresh) this.#inHand[by].add(id);
    return toCalls(by, fresh, this.settings);
  }
}

function toCalls(
  by: IdKind,
  messages: readonly Followed[],
  limits: Pick<Settings, 'baseUrl' | 'batchSize'>,
): DueCall[] {
  const ids = messages.map(({ id }) => id);
  let taken = 0;
  return splitStatusIds(ids, by, limits).map((call) => ({
    by,
    messages: messages.slice(taken, (taken += call.length)),
  }));
}
