import type { INestApplicationContext, ModuleMetadata, Type } from '@nestjs/common';
import { Test, type TestingModuleOptions } from '@nestjs/testing';
import {
  AccountService,
  AuthService,
  DeliveryService,
  InboxService,
  PayamSmsModule,
  type PayamSmsModuleOptions,
  ReportService,
  ScheduleService,
  SmsService,
} from 'nestjs-payamsms';
import type { SimulatorCredentials } from 'nestjs-payamsms/simulator';
import { atEnd } from './at-end.js';
import { currentLogger, recordLogs } from './logs.js';
import { SENDER } from './numbers.js';
import { Recorder } from './recorder.js';

/** Credentials for servers that look at none. */
export const ANYBODY: SimulatorCredentials = {
  clientId: 'client',
  clientSecret: 'client-secret',
  systemName: 'system',
  username: 'user',
  password: 'password',
};

/** How long a send may take when it is to end as unknown: log in before it, which takes a while on a busy machine. */
export const SOON_UNKNOWN = { sendDeadlineMs: 400 };

/** A cron job that ticks in no test: polls come at the start and by hand. */
export const NEVER = '0 0 1 1 *';

/** A running app, and what is injected from it. */
export class App {
  constructor(readonly context: INestApplicationContext) {}

  /** Lets a job of the module tick now, whatever its cron says. */
  async tick(duty: 'inbox' | 'delivery' | 'balance'): Promise<void> {
    await (await this.job(duty)).fireOnTick();
  }

  async job(duty: 'inbox' | 'delivery' | 'balance') {
    const { SchedulerRegistry } = await import('@nestjs/schedule');
    return this.get(SchedulerRegistry).getCronJob(`payamsms:${duty}`);
  }

  close(): Promise<void> {
    return this.context.close();
  }

  get<T>(type: Type<T>): T {
    return this.context.get(type, { strict: false });
  }

  get auth(): AuthService {
    return this.get(AuthService);
  }

  get account(): AccountService {
    return this.get(AccountService);
  }

  get sms(): SmsService {
    return this.get(SmsService);
  }

  get reports(): ReportService {
    return this.get(ReportService);
  }

  get schedule(): ScheduleService {
    return this.get(ScheduleService);
  }

  get inbox(): InboxService {
    return this.get(InboxService);
  }

  get delivery(): DeliveryService {
    return this.get(DeliveryService);
  }

  get recorder(): Recorder {
    return this.get(Recorder);
  }
}

export interface BootOptions extends Partial<PayamSmsModuleOptions> {
  /** The app has Nest's events and cron jobs too, and these providers. */
  listeners?: Type[];
}

/** An app whose module talks to a simulator, or to a scripted server with anybody's credentials. */
export async function bootApp(
  to: { url: string; credentials?: SimulatorCredentials },
  { listeners, ...options }: BootOptions = {},
): Promise<App> {
  const module = PayamSmsModule.forRoot(settingsFor(to, options));
  return bootModule({
    imports: listeners ? [...(await eventsAndJobs()), module] : [module],
    providers: listeners ?? [],
  });
}

/** Any module, started without a word, and closed when the test ends. */
export async function bootModule(
  metadata: ModuleMetadata,
  options?: TestingModuleOptions,
): Promise<App> {
  const module = await Test.createTestingModule(metadata, options)
    .setLogger(currentLogger())
    .compile();
  await module.init();
  atEnd(() => module.close());
  return new App(module);
}

/** What is warned of at the start of an app, from its making to its bootstrap. */
export async function warningsOfBoot(metadata: ModuleMetadata): Promise<string[]> {
  const logs = recordLogs();
  await bootModule(metadata);
  return logs.at('warn', 'error');
}

export const settingsFor = (
  to: { url: string; credentials?: SimulatorCredentials },
  options: Partial<PayamSmsModuleOptions> = {},
): PayamSmsModuleOptions => ({
  baseUrl: to.url,
  ...(to.credentials ?? ANYBODY),
  sender: SENDER,
  // Waits that a test does not look at are kept short.
  retry: { baseDelayMs: 1 },
  settleMs: 10,
  ...options,
});

/** Loaded only where an app needs them. */
export async function eventsAndJobs() {
  const { EventEmitterModule } = await import('@nestjs/event-emitter');
  const { ScheduleModule } = await import('@nestjs/schedule');
  return [EventEmitterModule.forRoot(), ScheduleModule.forRoot()];
}
