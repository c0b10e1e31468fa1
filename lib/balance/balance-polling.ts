import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { PayamSmsApi } from '../api/payamsms.api.js';
import { describeFailure } from '../events/describe-failure.js';
import { EVENTS } from '../events/events.types.js';
import { PayamSmsEvents } from '../events/payamsms-events.js';
import { jobProvider, type RegisteredJob } from '../polling/cron-job.js';
import { Poller } from '../polling/poller.js';
import { SingleFlight } from '../polling/single-flight.js';
import { type Settings, SETTINGS } from '../settings/settings.js';
import type { Lease } from '../store/lease.js';
import { STORE } from '../store/open-store.js';
import type { PayamSmsStore } from '../store/store.js';
import { BalanceWatch } from './balance-watch.js';

const OPTION = 'balance.lowThreshold';
const BALANCE_JOB = Symbol('PAYAMSMS_BALANCE_JOB');

/** The cron job of the watch, where it is on. */
export const balanceJob = jobProvider(
  BALANCE_JOB,
  'payamsms:balance',
  ({ balance }) => balance && { cron: balance.cron, option: OPTION },
);

/** How long the listeners have. */
const LISTENER_TIMEOUT_MS = 60_000;

/** Watches the balance by cron, while the lease is this process's and somebody listens. */
@Injectable()
export class BalancePolling implements OnModuleInit, OnApplicationBootstrap, OnModuleDestroy {
  readonly #logger = new Logger('PayamSms');
  readonly #flight = new SingleFlight<void>();
  readonly #channel;
  readonly #watch?: BalanceWatch;
  readonly #poller?: Poller;
  #isWarned = false;

  constructor(
    api: PayamSmsApi,
    private readonly events: PayamSmsEvents,
    private readonly moduleRef: ModuleRef,
    @Inject(STORE) store: PayamSmsStore,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(BALANCE_JOB) job: RegisteredJob | undefined,
  ) {
    this.#channel = events.channel(EVENTS.lowBalance, LISTENER_TIMEOUT_MS);
    if (!settings.balance || !job) return;
    this.#watch = new BalanceWatch({
      api,
      store: store.balance,
      channel: { emit: (low) => this.#channel.emitToSomebody(low) },
      lowThreshold: settings.balance.lowThreshold,
      onRefused: (errors) =>
        this.#logger.error(
          `Listeners of ${EVENTS.lowBalance} failed and are told again at the next check: ${describeFailure(errors)}`,
        ),
    });
    const poll = (lease: Lease) => this.#flight.run(() => this.#check(lease));
    this.#poller = new Poller('balance', { poll }, job, store, this.#logger);
  }

  async onModuleInit(): Promise<void> {
    if (!this.#poller) return;
    await this.events.connect(OPTION);
    await this.#poller.connect(this.moduleRef);
  }

  onApplicationBootstrap(): void {
    void this.#poller?.startWhen(this.events.subscribed());
  }

  async onModuleDestroy(): Promise<void> {
    await this.#poller?.stop(this.settings.shutdownTimeoutMs);
  }

  async #check(lease: Lease): Promise<void> {
    if (this.#channel.listenerCount() > 0) return this.#watch?.check(lease);
    if (!this.#isWarned) {
      this.#logger.warn(
        `Nobody listens to ${EVENTS.lowBalance}, so the balance is not asked for. Add a provider with a method under @OnLowBalance()`,
      );
    }
    this.#isWarned = true;
  }
}
