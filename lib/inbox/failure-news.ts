import type { Logger } from '@nestjs/common';
import type { InboundSms } from '../api/api.types.js';
import { describeError } from '../errors/describe-error.js';
import type { EventChannel } from '../events/event-channel.js';
import type { FailedText, InboxStore } from '../store/inbox-store.js';
import type { Lease } from '../store/lease.js';
import { copyOf } from '../events/copy-of.js';

type Channel = EventChannel<'payamsms.inbound.failed'>;

/** Announces the texts that were set aside, each at least once: when there is somebody to hear it. */
export class FailureNews {
  #flight: Promise<unknown> = Promise.resolve();
  readonly #caughtUpUnder = new WeakSet<Lease>();
  #isStopped = false;

  constructor(
    private readonly channel: Pick<Channel, 'emit' | 'listenerCount' | 'describe'>,
    private readonly store: Pick<InboxStore, 'unannounced' | 'announced'>,
    private readonly logger: Pick<Logger, 'warn'>,
  ) {}

  /**
   * Announces, once a lease, what the process that had it before may not have come to announce.
   *
   * @param isOurs whether a text is one of the lease's number
   */
  async catchUp(lease: Lease, isOurs: (sms: InboundSms) => boolean = () => true): Promise<void> {
    const last = this.#flight.then(() => this.#catchUp(lease, isOurs));
    this.#flight = last.catch(() => undefined); // Here only waited for: it fails below.
    await last;
  }

  /** One at a time: what one has announced the next one does not find. */
  async #catchUp(lease: Lease, isOurs: (sms: InboundSms) => boolean): Promise<void> {
    if (this.#caughtUpUnder.has(lease) || this.channel.listenerCount() === 0) return;
    for (const failure of await this.store.unannounced()) {
      if (this.#isStopped) return;
      if (isOurs(failure.sms)) await this.tell(failure);
    }
    this.#caughtUpUnder.add(lease);
  }

  /** Finishes the announcement in hand and begins no other. */
  stop(): void {
    this.#isStopped = true;
  }

  async tell({ sms, error, attempts }: FailedText): Promise<void> {
    if (this.channel.listenerCount() === 0) return;
    const unheard = await this.channel.emit({ sms: copyOf(sms), error, attempts });
    if (unheard.length > 0) {
      this.logger.warn(
        `A listener to a text set aside failed itself: ${this.channel.describe(unheard, sms.body)}`,
      );
    }
    try {
      await this.store.announced(sms.id);
    } catch (failure) {
      // The text is set aside and told of: that must not be undone by what is left to write down.
      this.logger.warn(`A text set aside may be announced again: ${describeError(failure)}`);
    }
  }
}
