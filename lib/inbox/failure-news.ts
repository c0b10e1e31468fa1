import type { Logger } from '@nestjs/common';
import { describeFailure } from '../events/describe-failure.js';
import type { EventChannel } from '../events/event-channel.js';
import type { FailedText, InboxStore } from '../store/inbox-store.js';
import type { Lease } from '../store/lease.js';

/** Announces the texts that were set aside, each at least once. */
export class FailureNews {
  #caughtUpUnder?: Lease;

  constructor(
    private readonly channel: Pick<EventChannel<'payamsms.inbound.failed'>, 'emit'>,
    private readonly store: Pick<InboxStore, 'unannounced' | 'announced'>,
    private readonly logger: Pick<Logger, 'warn'>,
  ) {}

  /** Announces, once a lease, what whoever had it before may not have come to announce. */
  async catchUp(lease: Lease): Promise<void> {
    if (lease === this.#caughtUpUnder) return;
    this.#caughtUpUnder = lease;
    try {
      for (const failure of await this.store.unannounced()) await this.tell(failure);
    } catch (error) {
      this.#caughtUpUnder = undefined;
      throw error;
    }
  }

  async tell({ sms, error, attempts }: FailedText): Promise<void> {
    const unheard = await this.channel.emit({ sms, error, attempts });
    if (unheard.length > 0) {
      this.logger.warn(
        `A listener to a text set aside failed itself: ${describeFailure(unheard, sms.body)}`,
      );
    }
    try {
      await this.store.announced(sms.id);
    } catch (failure) {
      // The text is set aside and told of: that must not be undone by what is left to write down.
      this.logger.warn(`A text set aside may be announced again: ${String(failure)}`);
    }
  }
}
