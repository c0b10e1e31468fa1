import type { PayamSmsApi } from '../api/payamsms.api.js';
import { Audience } from '../events/audience.js';
import { EVENTS } from '../events/events.types.js';
import { AppDuty, type AppParts } from '../polling/app-duty.js';
import type { RegisteredJob } from '../polling/cron-job.js';
import { SingleFlight } from '../concurrency/single-flight.js';
import type { Settings } from '../settings/settings.js';
import type { Lease } from '../store/lease.js';
import { BalanceWatch } from './balance-watch.js';

/** Watches the balance by cron, while the lease is this process's and somebody listens. */
export class BalancePolling extends AppDuty {
  readonly #flight = new SingleFlight<void>();
  readonly #audience: Audience<'payamsms.balance.low'>;
  readonly #watch: BalanceWatch;

  constructor(
    { lowThreshold }: NonNullable<Settings['balance']>,
    job: RegisteredJob,
    parts: AppParts & { api: PayamSmsApi },
  ) {
    super(['balance'], job, parts);
    const channel = this.events.channel(EVENTS.lowBalance);
    this.#audience = new Audience(
      channel,
      'the balance is not asked for. Add a provider with a method under @OnLowBalance()',
      this.logger,
    );
    this.#watch = new BalanceWatch({
      api: parts.api,
      store: parts.store.balance,
      channel: { emit: (low) => channel.emitToSomebody(low) },
      lowThreshold,
      onRefused: (errors) =>
        this.logger.error(
          `Listeners of ${EVENTS.lowBalance} failed and are told again at the next check: ${channel.describe(errors)}`,
        ),
    });
  }

  hasListeners(): boolean {
    return this.#audience.exists();
  }

  poll(lease: Lease): Promise<void> {
    return this.#flight.run(() => this.#audience.serve(() => this.#watch.check(lease)));
  }
}
