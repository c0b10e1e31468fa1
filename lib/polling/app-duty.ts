import {
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import type { ModuleRef } from '@nestjs/core';
import { PayamSmsEvents } from '../events/payamsms-events.js';
import { connectAll } from '../settings/companion.js';
import type { Settings } from '../settings/settings.js';
import type { Duty, Lease, PayamSmsStore } from '../store/store.js';
import type { RegisteredJob } from './cron-job.js';
import { Poller } from './poller.js';

/** What a duty leans on. */
export interface AppParts {
  settings: Settings;
  store: PayamSmsStore;
  moduleRef: ModuleRef;
  /** Ends what polls wait for, such as a limiter's pause: the app ends. */
  endWaits: () => void;
}

/** Polled for those who listen to its events, from the app's start to its end: one job, for each duty a lease. */
export abstract class AppDuty<P extends AppParts = AppParts>
  implements OnModuleInit, OnApplicationBootstrap, OnModuleDestroy
{
  protected readonly logger = new Logger('PayamSms');
  protected readonly events: PayamSmsEvents;
  protected readonly pollers: readonly Poller[];

  constructor(
    duties: readonly Duty[],
    private readonly job: RegisteredJob,
    protected readonly parts: P,
  ) {
    this.events = new PayamSmsEvents(parts.moduleRef, parts.settings.logErrorMessages);
    this.pollers = duties.map((duty) => {
      const polled = {
        poll: (lease: Lease) => this.poll(lease),
        hasListeners: () => this.hasListeners(),
      };
      return new Poller(duty, polled, job, parts.store, this.logger);
    });
  }

  abstract poll(lease: Lease): Promise<unknown>;

  /** Asked each second: without listeners the leases are another process's to have. */
  abstract hasListeners(): boolean;

  /** @throws {PayamSmsConfigurationError} for each module of Nest's that the app does not import */
  async onModuleInit(): Promise<void> {
    const { events, job, parts } = this;
    await connectAll([() => events.connect(job.option), () => job.connect(parts.moduleRef)]);
  }

  onApplicationBootstrap(): void {
    this.job.onTick = () => {
      for (const poller of this.pollers) poller.tick();
    };
    for (const poller of this.pollers) void poller.startWhen(this.events.subscribed());
  }

  async onModuleDestroy(): Promise<void> {
    await this.stopPolling(this.parts.settings.shutdownTimeoutMs);
  }

  /** Starts no more polls; what runs goes on. */
  protected halt(): void {
    for (const poller of this.pollers) poller.halt();
    this.parts.endWaits();
  }

  /** Resolves when no poll runs any more, or the time is over; gives the leases up. */
  protected async stopPolling(timeoutMs: number): Promise<void> {
    this.halt();
    await Promise.all(this.pollers.map((poller) => poller.stop(timeoutMs)));
  }
}
