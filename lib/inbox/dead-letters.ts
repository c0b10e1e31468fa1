import type { Logger } from '@nestjs/common';
import type { LightAbortSignal } from '../concurrency/light-abort-signal.js';
import { SingleFlight } from '../concurrency/single-flight.js';
import { copyOf } from '../events/copy-of.js';
import type { EventChannel } from '../events/event-channel.js';
import { describeError } from '../privacy/describe-error.js';
import { maskNumbers } from '../privacy/mask.js';
import type { DeadLetter, InboxStore } from '../store/inbox-store.js';
import type { Lease } from '../store/lease.js';
import { ThrottledWarnings } from '../tasks/throttled-warnings.js';

/** So many are read from the store at once. */
const PAGE = 100;

/**
 * No announcement begins so long after the first one; the others follow in the next run. A run lasts
 * until its announcements have ended, and the next texts must not wait for a hundred slow listeners.
 */
const ANNOUNCING_MS = 5_000;

export interface DeadLetterDependencies {
  store: Pick<InboxStore, 'addDeadLetter' | 'unannounced' | 'announced'>;
  failed: Pick<EventChannel<'payamsms.inbound.failed'>, 'emit' | 'listenerCount' | 'describe'>;
  logger: Pick<Logger, 'warn' | 'log'>;
  /** Aborted when the app ends. */
  stopping: Pick<LightAbortSignal, 'aborted'>;
}

/** The dead letters of a number: kept, and announced at least once each, while there are listeners. */
export class DeadLetters {
  readonly #flight = new SingleFlight<void>();
  readonly #warnings: ThrottledWarnings;
  /** The lease under which all that the store has were announced. */
  #announcedUnder?: Lease;

  constructor(
    private readonly number: string,
    private readonly dependencies: DeadLetterDependencies,
  ) {
    this.#warnings = new ThrottledWarnings(dependencies.logger);
  }

  /**
   * Keeps one. It is announced from the store, beside whatever follows: neither the texts nor the
   * start of the inbox wait for its listeners.
   *
   * @param message for the log
   */
  async add(lease: Lease, letter: DeadLetter, message: string): Promise<void> {
    const { store, logger } = this.dependencies;
    await store.addDeadLetter(lease, this.number, letter);
    logger.warn(message);
    this.#announcedUnder = undefined;
    this.announce(lease);
  }

  /** Begins to announce what is not announced yet, of earlier processes too. See {@link whenIdle}. */
  announce(lease: Lease): void {
    if (this.#announcedUnder === lease) return;
    void this.#flight.run(() => this.#announceAndLog(lease));
  }

  /** Resolves when no announcement is under way. */
  whenIdle(): Promise<void> {
    return this.#flight.whenIdle();
  }

  async #announceAndLog(lease: Lease): Promise<void> {
    const what = `What was set aside of the inbox of ${maskNumbers(this.number)}`;
    try {
      await this.#announceAll(lease);
      this.#warnings.recovered(`${what} can be announced again`);
    } catch (error) {
      this.#announcedUnder = undefined;
      this.#warnings.warn(
        `${what} could not be announced, and will be tried again: ${describeError(error)}`,
      );
    }
  }

  async #announceAll(lease: Lease): Promise<void> {
    const { store } = this.dependencies;
    const announced = new Set<string>();
    const endMs = performance.now() + ANNOUNCING_MS;
    const mayGoOn = () => this.#mayAnnounce(lease) && performance.now() < endMs;
    while (mayGoOn() && this.#announcedUnder !== lease) {
      // What is added from here on takes it back, for the page may lack it.
      this.#announcedUnder = lease;
      const page = await store.unannounced(this.number, PAGE);
      for (const letter of page.filter(({ sms }) => !announced.has(sms.id))) {
        this.#announcedUnder = undefined;
        if (!mayGoOn()) return;
        announced.add(letter.sms.id);
        await this.#announce(letter);
      }
    }
  }

  /** Without a listener the letters stay unannounced, and wait for one. */
  #mayAnnounce(lease: Lease): boolean {
    const { stopping, failed } = this.dependencies;
    return !stopping.aborted && lease.isHeld() && failed.listenerCount() > 0;
  }

  async #announce({ sms, error, attempts }: DeadLetter): Promise<void> {
    const { store, failed, logger } = this.dependencies;
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
