import { Condition } from '../concurrency/condition.js';
import { LinkedQueue } from '../concurrency/linked-queue.js';
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
  readonly #waiting = new LinkedQueue<Announcement>();
  #running = 0;
  readonly #idle = new Condition();

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
    this.#waiting.clear();
    return this.idle();
  }

  /** Resolves when no listeners are running. */
  idle(): Promise<void> {
    if (this.#running === 0) return Promise.resolve();
    return this.#idle.wait();
  }

  async #run(): Promise<void> {
    this.#running++;
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      next.done(await this.channel.emit(next.update));
    }
    this.#running--;
    if (this.#running === 0) this.#idle.notifyAll();
  }
}
