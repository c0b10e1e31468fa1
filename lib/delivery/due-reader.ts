import type { IdKind } from '../api/status-calls.js';
import type { DeliveryStore, DuePlace, Followed } from '../store/delivery-store.js';

/** How long the reader goes on from its place before it starts again from the earliest message. */
const SWEEP_MS = 1_000;

/** What is needed of a clock. */
export interface Clock {
  now(): Date;
}

export interface ReaderDependencies {
  store: Pick<DeliveryStore, 'due'>;
  clock: Clock;
}

/**
 * Reads the messages of one kind whose time has come, each once until it is released.
 *
 * It goes on from the place where the last page ended, so that what is taken is not read with every
 * page. That alone would miss messages that fall due at or before the place: released as they were;
 * followed since by a process whose clock is behind; or due at the same instant, with an id that comes
 * before. So it starts from the earliest again each second, and before a run ends ({@link restart});
 * of what it then reads, it passes over those that are taken.
 */
export class DueReader {
  readonly #takenIds = new Set<string>();
  #place?: DuePlace;
  #sweepBeganMs = -Infinity;
  #isReading = false;
  /** A page may show a message as it was before it was released. */
  #releasedInRead: string[] = [];

  constructor(
    private readonly by: IdKind,
    private readonly dependencies: ReaderDependencies,
  ) {}

  /** How many are taken. */
  get size(): number {
    return this.#takenIds.size;
  }

  /** Reads from the earliest message, next time. */
  restart(): void {
    this.#sweepBeganMs = -Infinity;
  }

  release(id: string): void {
    if (this.#isReading) this.#releasedInRead.push(id);
    else this.#takenIds.delete(id);
  }

  /**
   * A page of messages that are taken from now on: a multiple of `batchSize` where more are due, if
   * it can be. Empty when it came to the end of those that are due.
   */
  async read(limit: number, batchSize: number): Promise<Followed[]> {
    const now = this.dependencies.clock.now();
    if (now.getTime() >= this.#sweepBeganMs + SWEEP_MS) {
      this.#place = undefined;
      this.#sweepBeganMs = now.getTime();
    }
    for (;;) {
      const { page, fresh } = await this.#page(now, limit);
      const hasMore = page.length === limit;
      const taken = hasMore && fresh.length >= batchSize ? wholeBatches(fresh, batchSize) : fresh;
      this.#place = taken.length < fresh.length ? taken.at(-1) : (page.at(-1) ?? this.#place);
      for (const { id } of taken) this.#takenIds.add(id);
      if (taken.length > 0 || !hasMore) return taken;
    }
  }

  async #page(now: Date, limit: number): Promise<{ page: Followed[]; fresh: Followed[] }> {
    this.#isReading = true;
    try {
      const page = await this.dependencies.store.due(this.by, now, limit, this.#place);
      return { page, fresh: page.filter(({ id }) => !this.#takenIds.has(id)) };
    } finally {
      this.#isReading = false;
      for (const id of this.#releasedInRead.splice(0)) this.#takenIds.delete(id);
    }
  }
}

const wholeBatches = (messages: Followed[], batchSize: number) =>
  messages.slice(0, messages.length - (messages.length % batchSize));
