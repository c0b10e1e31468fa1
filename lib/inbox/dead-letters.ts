import type { Logger } from '@nestjs/common';
import { SingleFlight } from '../concurrency/single-flight.js';
import { describeError } from '../privacy/describe-error.js';
import { copyOf } from '../events/copy-of.js';
import type { EventChannel } from '../events/event-channel.js';
import type { DeadLetter, InboxStore } from '../store/inbox-store.js';
import type { Lease } from '../store/lease.js';

/** So many are read from the store at once. */
const PAGE = 100;

export interface DeadLetterDependencies {
  store: Pick<InboxStore, 'addDeadLetter' | 'unannounced' | 'announced'>;
  failed: Pick<EventChannel<'payamsms.inbound.failed'>, 'emit' | 'listenerCount' | 'describe'>;
  logger: Pick<Logger, 'warn'>;
}

/** The dead letters of a number: kept, and announced at least once each, while there are listeners. */
export class DeadLetters {
  readonly #flight = new SingleFlight<void>();
  /** The lease under which the ones of earlier processes were announced. */
  #announcedUnder?: Lease;
  /** What was announced while those of earlier processes are. */
  #announced?: Set<string>;
  #isStopped = false;

  constructor(
    private readonly number: string,
    private readonly dependencies: DeadLetterDependencies,
  ) {}

  /** @param message for the log */
  async add(lease: Lease, letter: DeadLetter, message: string): Promise<void> {
    const { store, logger } = this.dependencies;
    await store.addDeadLetter(lease, this.number, letter);
    logger.warn(message);
    await this.#announce(letter);
  }

  /** Announces, once a lease, what the process that had it before may not have come to announce. */
  announceEarlier(lease: Lease): Promise<void> {
    return this.#flight.run(() => this.#announceEarlier(lease));
  }

  /** Finishes the announcement under way, and begins none of the earlier ones. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#flight.whenIdle();
  }

  async #announceEarlier(lease: Lease): Promise<void> {
    if (this.#announcedUnder === lease || this.dependencies.failed.listenerCount() === 0) return;
    this.#announced = new Set();
    try {
      for (let isLast = false; !isLast;) {
        const page = await this.dependencies.store.unannounced(this.number, PAGE);
        const letters = page.filter(({ sms }) => !this.#announced?.has(sms.id));
        for (const letter of letters) {
          // Without a listener the letters stay unannounced, and the page would never change.
          if (this.#isStopped || this.dependencies.failed.listenerCount() === 0) return;
          await this.#announce(letter);
        }
        isLast = page.length < PAGE || letters.length === 0;
      }
      if (this.dependencies.failed.listenerCount() > 0) this.#announcedUnder = lease;
    } finally {
      this.#announced = undefined;
    }
  }

  async #announce({ sms, error, attempts }: DeadLetter): Promise<void> {
    const { store, failed, logger } = this.dependencies;
    if (failed.listenerCount() === 0 || this.#announced?.has(sms.id)) return;
    this.#announced?.add(sms.id);
    const failures = await failed.emit({ sms: copyOf(sms), error, attempts });
    if (failures.length > 0) {
      logger.warn(
        `A listener to a text that was set aside failed itself: ${failed.describe(failures, sms.body)}`,
      );
    }
    try {
      await store.announced(sms.id);
    } catch (cause) {
      // It is kept, and was announced: that must not be undone by what is left to store.
      logger.warn(`A text that was set aside may be announced again: ${describeError(cause)}`);
    }
  }
}
