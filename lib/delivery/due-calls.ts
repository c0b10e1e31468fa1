import { type IdKind, splitStatusIds } from '../api/status-calls.js';
import type { Settings } from '../settings/settings.js';
import type { Followed, FollowedKey } from '../store/delivery-store.js';
import { DueReader, type ReaderDependencies } from './due-reader.js';

/** How many calls' worth of messages is read from the store at once. */
const PAGE_CALLS = 32;

/** Messages to be asked for in one call. */
export interface DueCall {
  by: IdKind;
  messages: readonly Followed[];
}

export interface DueDependencies extends ReaderDependencies {
  settings: Pick<Settings, 'baseUrl' | 'batchSize'>;
}

/**
 * The messages whose time has come, read from the store page by page and handed out a call's worth
 * at a time. A message is taken from when it is read until it is released: it is not read again before.
 */
export class DueCalls {
  readonly #readers: Record<IdKind, DueReader>;
  #read: DueCall[] = [];

  constructor(private readonly dependencies: DueDependencies) {
    this.#readers = {
      customerId: new DueReader('customerId', dependencies),
      serverId: new DueReader('serverId', dependencies),
    };
  }

  /** How many are taken, those not yet handed out included. */
  get size(): number {
    return this.#readers.customerId.size + this.#readers.serverId.size;
  }

  /** `undefined` when it came to the last message that is due; after a {@link restart}, all that are due are taken then. */
  async next(): Promise<DueCall | undefined> {
    // Ids of the caller's first: they are replaced by the service's, which are due at once.
    for (const by of ['customerId', 'serverId'] as const) {
      if (this.#read.length === 0) this.#read = await this.#page(by);
    }
    return this.#read.shift();
  }

  /** Looks at all that is due again, next time. */
  restart(): void {
    for (const reader of Object.values(this.#readers)) reader.restart();
  }

  release({ by, id }: FollowedKey): void {
    this.#readers[by].release(id);
  }

  /** Releases what was read and not handed out: it stays due. */
  putBack(): void {
    for (const { messages } of this.#read) for (const message of messages) this.release(message);
    this.#read = [];
  }

  async #page(by: IdKind): Promise<DueCall[]> {
    const { settings } = this.dependencies;
    const limit = PAGE_CALLS * settings.batchSize;
    const messages = await this.#readers[by].read(limit, settings.batchSize);
    const ids = messages.map(({ id }) => id);
    let taken = 0;
    return splitStatusIds(ids, by, settings).map((call) => ({
      by,
      messages: messages.slice(taken, (taken += call.length)),
    }));
  }
}
