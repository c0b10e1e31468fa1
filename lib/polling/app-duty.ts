import {
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import type { ModuleRef } from '@nestjs/core';
import { PayamSmsEvents } from '../events/payamsms-events.js';
import type { Settings } from '../settings/settings.js';
import type { Duty, Lease, PayamSmsStore } from '../store/store.js';
import type { RegisteredJob } from './cron-job.js';
import { type PolledDuty, Poller } from './poller.js';

/** What a duty leans on. */
export interface AppParts {
  settings: Settings;
  store: PayamSmsStore;
  moduleRef: ModuleRef;
}

/** Polled for those who listen to its events, from the app's start to its end. */
export abstract class AppDuty<P extends AppParts = AppParts>
  implements PolledDuty, OnModuleInit, OnApplicationBootstrap, OnModuleDestroy
{
  protected readonly logger = new Logger('PayamSms');
  protected readonly events: PayamSmsEvents;
  protected readonly poller: Poller;

  constructor(
    duty: Duty,
    private readonly job: RegisteredJob,
    protected readonly parts: P,
  ) {
    this.events = new PayamSmsEvents(parts.moduleRef, parts.settings.logErrorMessages);
    this.poller = new Poller(duty, this, job, parts.store, this.logger);
  }

  abstract poll(lease: Lease): Promise<unknown>;

  /** @throws {PayamSmsConfigurationError} for a module of Nest's that the app does not import */
  async onModuleInit(): Promise<void> {
    await this.events.connect(this.job.option);
    await this.poller.connect(this.parts.moduleRef);
  }

  onApplicationBootstrap(): void {
    void this.poller.startWhen(this.events.subscribed());
  }

  async onModuleDestroy(): Promise<void> {
    await this.poller.stop(this.parts.settings.shutdownTimeoutMs);
  }
}
