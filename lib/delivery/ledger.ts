import type { DeliveryStore, Followed, FollowedKey } from '../store/delivery-store.js';
import type { Lease } from '../store/lease.js';
import { writeApart } from './write-apart.js';

/** A step of the store is worth as many messages; fewer wait for others, but not for long. */
const ENOUGH = 1_000;
const SOON_MS = 10;

/** What became of a message that was in hand. */
export interface Entry {
  followed: Followed;
  /** `undefined`: it is followed no more. */
  next: Followed | undefined;
}

/** One that the store refuses, whatever is written with it. */
export interface Unwritable {
  entry: Entry;
  error: unknown;
}

/**
 * Writes down what became of messages, together what comes together. What could not be written is
 * kept, and written with the next: it was announced, and must not be announced again.
 */
export class Ledger {
  #waiting: Entry[] = [];
  #writing?: Promise<void>;
  #timer?: NodeJS.Timeout;

  constructor(
    private readonly store: Pick<DeliveryStore, 'record'>,
    private readonly lease: Lease,
    private readonly onWritten: (entries: readonly Entry[]) => void,
    private readonly onError: (error: unknown) => void,
    private readonly onUnwritable: (entries: readonly Unwritable[]) => void,
  ) {}

  add(entry: Entry): void {
    this.#waiting.push(entry);
    if (this.#waiting.length === ENOUGH) this.#flushNow();
    else this.#timer ??= setTimeout(() => this.#flushNow(), SOON_MS);
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0 && this.#writing === undefined;
  }

  /** Writes everything down. Rejects as the store does, and keeps it then. */
  async flush(): Promise<void> {
    while (!this.isEmpty) await (this.#writing ??= this.#write());
  }

  #flushNow(): void {
    this.flush().catch(this.onError);
  }

  async #write(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const entries = this.#waiting;
    this.#waiting = [];
    let unwritable: readonly Unwritable[] = [];
    try {
      unwritable = await this.#record(entries);
    } catch (error) {
      this.#waiting = entries.concat(this.#waiting);
      throw error;
    } finally {
      this.#writing = undefined;
    }
    if (unwritable.length === 0) return this.onWritten(entries);
    const refused = new Set(unwritable.map(({ entry }) => entry));
    this.onWritten(entries.filter((entry) => !refused.has(entry)));
    this.onUnwritable(unwritable);
  }

  /** @returns what cannot be written, whatever is written with it */
  async #record(entries: readonly Entry[]): Promise<readonly Unwritable[]> {
    const write = (some: readonly Entry[]) => this.#recordTogether(some);
    try {
      await write(entries);
      return [];
    } catch (error) {
      return writeApart(entries, error, write);
    }
  }

  async #recordTogether(entries: readonly Entry[]): Promise<void> {
    const changed: Followed[] = [];
    const done: FollowedKey[] = [];
    for (const { followed, next } of entries) {
      if (next) changed.push(next);
      else done.push(followed);
    }
    await this.store.record(this.lease, changed, done);
  }
}
