import type { Logger } from '@nestjs/common';
import type { InboundSms } from '../api/api.types.js';
import { maskNumbers } from '../errors/mask.js';
import type { ListenerFailure } from '../events/describe-failure.js';
import type { EventChannel } from '../events/event-channel.js';
import type { InboxStore } from '../store/inbox-store.js';
import type { Lease } from '../store/lease.js';
import type { AppHealth } from './app-health.js';
import { copyOf } from '../events/copy-of.js';
import type { FailureNews } from './failure-news.js';
import type { Trial } from './trial.js';

/** Those who listen to the texts of a number, and what is kept and said when they fail. */
export class LineListeners {
  constructor(
    private readonly number: string,
    private readonly inbound: EventChannel<'payamsms.inbound'>,
    private readonly news: FailureNews,
    private readonly store: InboxStore,
    private readonly health: AppHealth,
    private readonly logger: Pick<Logger, 'warn'>,
  ) {}

  /** Without any, texts would be taken that nobody handles. */
  exist(): boolean {
    return this.inbound.listenerCount() > 0;
  }

  call(sms: InboundSms): Promise<readonly ListenerFailure[]> {
    return this.inbound.emit(copyOf(sms));
  }

  async failed(lease: Lease, trial: Trial, errors: readonly ListenerFailure[]): Promise<void> {
    const { sms, failures } = trial;
    const isAppIll = this.health.isIll;
    const what = isAppIll
      ? `${this.#text(sms)} failed as others before it did, so it is the app that is ill: polling pauses, and no attempt is counted`
      : `${this.#text(sms)} failed, attempt ${failures}, and will be tried again`;
    this.logger.warn(`${what}: ${this.inbound.describe(errors, sms.body)}`);
    // In an illness a restart must not go on counting.
    if (!isAppIll) await this.store.attempted(lease, this.number, sms.id, failures);
  }

  async setAside(lease: Lease, trial: Trial, errors: readonly ListenerFailure[]): Promise<void> {
    const { sms, failures: attempts } = trial;
    const error = this.inbound.describe(errors, sms.body);
    const failure = { sms, error, attempts, at: new Date() };
    await this.store.setAside(lease, this.number, failure);
    this.logger.warn(
      `${this.#text(sms)} was set aside after ${attempts} attempts, see InboxService.failed(): ${error}`,
    );
    await this.news.tell(failure);
  }

  #text({ id }: InboundSms): string {
    return `Text ${id} to ${maskNumbers(this.number)}`;
  }
}
