import type { Logger } from '@nestjs/common';
import type { PayamSmsApi } from '../api/payamsms.api.js';
import { LightAbortSignal } from '../concurrency/light-abort-signal.js';
import { maskNumbers } from '../privacy/mask.js';
import { PayamSmsTransportError } from '../errors/transport.error.js';
import type { EventChannel } from '../events/event-channel.js';
import type { ListenerCheck } from '../events/listener-check.js';
import type { InboxSettings } from '../settings/inbox-settings.js';
import type { InboxStore } from '../store/inbox-store.js';
import type { Lease } from '../store/lease.js';
import type { LeasedTask } from '../tasks/leased-task.js';
import type { SharedCircuit } from './circuit-breaker.js';
import { DeadLetters } from './dead-letters.js';
import { type BufferLimits, HandledBuffer } from './handled-buffer.js';
import { InboxReader } from './inbox-reader.js';
import { StartFinder } from './start-finder.js';
import { NewTexts } from './new-texts.js';

export type NumberOptions = Pick<InboxSettings, 'startFrom' | 'maxAttempts' | 'overlapMs'> & {
  number: string;
};

/** What the account's numbers share. */
export interface InboxDependencies {
  api: Pick<PayamSmsApi, 'getInbox'>;
  store: InboxStore;
  /** How many handled texts are committed together. */
  limits: BufferLimits;
  inbound: EventChannel<'payamsms.inbound'>;
  failed: EventChannel<'payamsms.inbound.failed'>;
  listeners: Pick<ListenerCheck<'payamsms.inbound'>, 'hasListeners'>;
  circuit: SharedCircuit;
  logger: Pick<Logger, 'warn' | 'log'>;
}

/** Reads the texts to one of the account's numbers, while they have listeners. */
export class InboxTask implements LeasedTask<number> {
  readonly leaseName;
  readonly title;
  readonly #stopping = new LightAbortSignal();
  readonly #deadLetters: DeadLetters;
  readonly #start: StartFinder;
  #reader?: InboxReader;

  constructor(
    private readonly options: NumberOptions,
    private readonly dependencies: InboxDependencies,
  ) {
    this.leaseName = `inbox:${options.number}` as const;
    this.title = `the inbox of ${maskNumbers(options.number)}`;
    const stopping = this.#stopping;
    this.#deadLetters = new DeadLetters(options.number, { ...dependencies, stopping });
    this.#start = new StartFinder(options, this.#given);
  }

  get number(): string {
    return this.options.number;
  }

  canServe(): boolean {
    return this.dependencies.listeners.hasListeners();
  }

  /** @returns how many texts were handled */
  async run(lease: Lease): Promise<number> {
    this.#deadLetters.announce(lease);
    try {
      return await this.#read(lease);
    } finally {
      // The lease may be given up after the run, and a poll by hand is over then.
      await this.#deadLetters.whenIdle();
    }
  }

  nextRunInMs(): number | undefined {
    // Without listeners, the next run by cron finds out whether there are any.
    if (this.#stopping.aborted || !this.canServe()) return undefined;
    return this.#reader?.nextRunInMs(performance.now());
  }

  /**
   * Finishes the text under way and takes no other. Waits for a read that marks texts read, however
   * long it takes: were the lease given up before its answer is kept, the texts in it would be lost.
   */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#start.whenIdle();
  }

  async #read(lease: Lease): Promise<number> {
    if (this.#stopping.aborted || !this.canServe()) return 0;
    try {
      return await this.#readerUnder(lease).run();
    } catch (error) {
      // The read was cut short by the end of the app: nothing has failed.
      if (this.#stopping.aborted && error instanceof PayamSmsTransportError) return 0;
      throw error;
    }
  }

  /** What was read and not handled is worth nothing under another lease: another process may have gone on. */
  #readerUnder(lease: Lease): InboxReader {
    if (this.#reader?.lease !== lease) {
      const start = this.#start;
      const texts = new NewTexts(lease, this.options, { ...this.#given, start });
      const buffer = new HandledBuffer(lease, this.options.number, this.dependencies);
      this.#reader = new InboxReader(lease, this.options, { ...this.#given, texts, buffer });
    }
    return this.#reader;
  }

  get #given() {
    return { ...this.dependencies, deadLetters: this.#deadLetters, stopping: this.#stopping };
  }
}
