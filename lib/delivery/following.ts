import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { PayamSmsApi } from '../api/payamsms.api.js';
import type { IdKind } from '../api/status-calls.js';
import { nextTurn } from '../concurrency/timers.js';
import type { PayamSmsConfigurationError } from '../errors/configuration.error.js';
import { offError } from '../settings/off-error.js';
import { type Settings, SETTINGS } from '../settings/settings.js';
import { type Acceptance, AcceptedSmsFeed } from '../sms/accepted-sms-feed.js';
import { STORE } from '../store/open-store.js';
import type { AccountStore } from '../store/store.js';
import { begin } from './ladder.js';
import { SteadyClock } from './steady-clock.js';

/** How many messages are handed to the store at once. */
const AT_ONCE = 1_000;

/** Hands messages to the store, to be followed from now on. */
@Injectable()
export class Following implements OnModuleInit {
  constructor(
    private readonly api: PayamSmsApi,
    private readonly feed: AcceptedSmsFeed,
    private readonly clock: SteadyClock,
    @Inject(STORE) private readonly store: AccountStore,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    const { delivery } = this.settings;
    if (delivery) this.feed.subscribe((accepted) => this.#note(accepted, delivery.ladderMs));
  }

  /** Thrown when something is asked for that needs tracking. */
  offError(): PayamSmsConfigurationError {
    return offError('delivery', 'delivery tracking', this.settings.account);
  }

  async track(ids: readonly string[], by: IdKind): Promise<void> {
    const { delivery } = this.settings;
    if (!delivery) throw this.offError();
    await this.clock.synchronize(this.store.delivery);
    const startAt = this.clock.now();
    for (let i = 0; i < ids.length; i += AT_ONCE) {
      const some = ids.slice(i, i + AT_ONCE);
      await this.store.delivery.follow(
        some.map((id) => begin({ by, id, startAt }, delivery.ladderMs)),
      );
      // SQLite answers at once, and a million ids must not keep the whole app waiting.
      await nextTurn();
    }
  }

  async #note(accepted: readonly Acceptance[], ladder: readonly number[]): Promise<void> {
    await this.clock.synchronize(this.store.delivery);
    const now = this.clock.now();
    await this.store.delivery.follow(
      accepted.map(({ serverId, customerId, sendDate }) => {
        const startAt = this.#startOf(sendDate, now);
        return begin({ by: 'serverId', id: serverId, customerId, startAt }, ladder);
      }),
    );
  }

  /**
   * A message has no state before it is sent. Its date is by the system's clock; the clock that messages
   * fall due by may be ahead of it.
   */
  #startOf(sendDate: string | undefined, now: Date): Date {
    const date = sendDate === undefined ? undefined : this.api.time.parse(sendDate);
    const waitMs = date ? Math.max(0, date.getTime() - this.clock.systemMs()) : 0;
    return new Date(now.getTime() + waitMs);
  }
}
