import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { StatusLookup } from '../api/status-lookup.js';
import { describeFailure } from '../events/describe-failure.js';
import { EVENTS } from '../events/events.types.js';
import { PayamSmsEvents } from '../events/payamsms-events.js';
import { Cutoff } from '../http/cutoff.js';
import type { RegisteredJob } from '../polling/cron-job.js';
import { Poller } from '../polling/poller.js';
import { SingleFlight } from '../polling/single-flight.js';
import { type Settings, SETTINGS } from '../settings/settings.js';
import { Durability } from '../store/durability.js';
import type { Lease } from '../store/lease.js';
import { STORE } from '../store/open-store.js';
import type { PayamSmsStore } from '../store/store.js';
import { DeliveryDesk } from './delivery-desk.js';
import type { Refusal } from './round.js';
import { DELIVERY_JOB, OPTION, requiredTracking } from './tracking.js';

/** How long the listeners of one message have. */
const LISTENER_TIMEOUT_MS = 60_000;

/** How many ids are named in a line of the log. */
const NAMED = 10;

/** Runs the desk: by cron and by hand, while the lease is this process's and somebody listens. */
@Injectable()
export class DeliveryPolling implements OnModuleInit, OnApplicationBootstrap, OnModuleDestroy {
  readonly #logger = new Logger('PayamSms');
  readonly #flight = new SingleFlight<number>();
  readonly #channel;
  readonly #poller?: Poller;
  #desk?: { lease: Lease; desk: DeliveryDesk };
  #isWarned = false;

  constructor(
    private readonly statuses: StatusLookup,
    private readonly events: PayamSmsEvents,
    private readonly durability: Durability,
    private readonly moduleRef: ModuleRef,
    @Inject(STORE) private readonly store: PayamSmsStore,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(DELIVERY_JOB) job: RegisteredJob | undefined,
  ) {
    this.#channel = events.channel(EVENTS.delivery, LISTENER_TIMEOUT_MS);
    if (job) {
      const poll = (lease: Lease) => this.#poll(lease);
      this.#poller = new Poller('delivery', { poll }, job, store, this.#logger);
    }
  }

  async onModuleInit(): Promise<void> {
    if (!this.#poller) return;
    await this.events.connect(OPTION);
    await this.#poller.connect(this.moduleRef);
    this.durability.warnUnlessDurable();
  }

  onApplicationBootstrap(): void {
    void this.#poller?.startWhen(this.events.subscribed());
  }

  /**
   * @returns how many changes were announced; 0 while another process polls, or nobody listens
   * @throws {PayamSmsConfigurationError} where tracking is off
   */
  async byHand(): Promise<number> {
    requiredTracking(this.settings);
    return (await this.#poller?.byHand((lease) => this.#poll(lease))) ?? 0;
  }

  async onModuleDestroy(): Promise<void> {
    this.#poller?.halt();
    const patience = new Cutoff();
    const stopping = this.#desk?.desk.stop().catch((error: unknown) => this.#logger.error(error));
    await Promise.race([stopping, patience.pause(this.settings.shutdownTimeoutMs)]);
    patience.abort();
    await this.#poller?.stop(0);
  }

  #poll(lease: Lease): Promise<number> {
    return this.#flight.run(async () => {
      if (this.#channel.listenerCount() > 0) return this.#deskOf(lease).poll();
      if (!this.#isWarned) {
        this.#logger.warn(
          `Nobody listens to ${EVENTS.delivery}, so no states are asked for; messages are followed all the same. Add a provider with a method under @OnDelivery()`,
        );
      }
      this.#isWarned = true;
      return 0;
    });
  }

  /** What one desk has in hand is worth nothing under another lease. */
  #deskOf(lease: Lease): DeliveryDesk {
    if (this.#desk?.lease !== lease) {
      const desk = new DeliveryDesk({
        store: this.store.delivery,
        lease,
        statuses: this.statuses,
        channel: { emit: (update) => this.#channel.emitToSomebody(update) },
        settings: this.settings,
        ladder: requiredTracking(this.settings).ladderMs,
        now: () => new Date(),
        onRefused: (refused) => this.#complain(refused),
      });
      this.#desk = { lease, desk };
    }
    return this.#desk.desk;
  }

  #complain(refused: readonly Refusal[]): void {
    const ids = refused.slice(0, NAMED).map(({ id }) => id);
    const others = refused.length > NAMED ? ` and ${refused.length - NAMED} more` : '';
    this.#logger.error(
      `Listeners of ${EVENTS.delivery} failed for ${ids.join(', ')}${others}; they are told again after a while. The last one said: ${describeFailure(refused.at(-1)!.errors)}`,
    );
  }
}
