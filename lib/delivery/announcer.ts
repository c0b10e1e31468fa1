import type { ListenerFailure } from '../events/describe-failure.js';
import type { EventChannel } from '../events/event-channel.js';
import type { DeliveryUpdate } from '../events/events.types.js';

interface Announcement {
  update: DeliveryUpdate;
  /** Told what the listeners failed with; empty when all is well. */
  done: (errors: readonly ListenerFailure[]) => void;
}

/** Calls listeners for many messages at once, but not for all of them. */
export class Announcer {
  #waiting: Announcement[] = [];
  #next = 0;
  #running = 0;
  readonly #waiters: (() => void)[] = [];

  constructor(
    private readonly channel: Pick<EventChannel<'payamsms.delivery'>, 'emit'>,
    /** How many messages' listeners run at once. */
    private readonly atOnce: number,
  ) {}

  announce(update: DeliveryUpdate, done: Announcement['done']): void {
    this.#waiting.push({ update, done });
    if (this.#running < this.atOnce) void this.#run();
  }

  /** Begins no more; resolves when those that are running have come to their end. */
  stop(): Promise<void> {
    this.#waiting = [];
    this.#next = 0;
    return this.idle();
  }

  /** Resolves when no listeners are running. */
  idle(): Promise<void> {
    if (this.#running === 0) return Promise.resolve();
    return new Promise((resolve) => this.#waiters.push(resolve));
  }

  async #run(): Promise<void> {
    this.#running++;
    for (let next = this.#take(); next; next = this.#take()) {
      next.done(await this.channel.emit(next.update));
    }
    this.#running--;
    if (this.#running > 0) return;
    for (const wake of this.#waiters.splice(0)) wake();
  }

  #take(): Announcement | undefined {
    const next = this.#waiting[this.#next++];
    if (next === undefined || this.#next > 1_000) {
      // Taken from the front by counting: shifting a long list would copy it each time.
      this.#waiting = this.#waiting.slice(this.#next);
      this.#next = 0;
    }
    return next;
  }
}
