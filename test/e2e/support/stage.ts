import { afterEach } from '@jest/globals';
import type { INestApplicationContext, ModuleMetadata } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import {
  AccountService,
  AuthService,
  PayamSmsModule,
  type PayamSmsModuleOptions,
  ReportService,
  ScheduleService,
  SmsService,
} from 'nestjs-payamsms';
import {
  type FaultHandle,
  type Operation,
  PayamSmsSimulator,
  type SimulatorCredentials,
  type SimulatorOptions,
} from 'nestjs-payamsms/simulator';
import { type Script, ScriptedServer } from './scripted-server.js';

export const SENDER = '982000123';

/** Credentials for servers that look at none. */
export const ANYBODY: SimulatorCredentials = {
  clientId: 'client',
  clientSecret: 'client-secret',
  systemName: 'system',
  username: 'user',
  password: 'password',
};

/** An app and what is injected from it. */
export interface App {
  context: INestApplicationContext;
  auth: AuthService;
  account: AccountService;
  sms: SmsService;
  reports: ReportService;
  schedule: ScheduleService;
}

/** Opens servers and apps for one test and closes them after it, the newest first. */
export class Stage {
  readonly #open: (() => Promise<void>)[] = [];

  async simulator(options: SimulatorOptions = {}): Promise<PayamSmsSimulator> {
    const sim = await PayamSmsSimulator.start({ requestLogLimit: 10_000, ...options });
    this.#open.push(() => sim.close());
    return sim;
  }

  async server(script: Script): Promise<ScriptedServer> {
    const server = await ScriptedServer.start(script);
    this.#open.push(() => server.close());
    return server;
  }

  /** A real app whose module talks to a simulator, or to a scripted server with anybody's credentials. */
  async app(
    to: { url: string; credentials?: SimulatorCredentials },
    options: Partial<PayamSmsModuleOptions> = {},
  ): Promise<App> {
    const settings = {
      baseUrl: to.url,
      ...(to.credentials ?? ANYBODY),
      sender: SENDER,
      // Waits that a test does not look at are kept short.
      retry: { baseDelayMs: 1 },
      settleMs: 10,
      ...options,
    };
    return servicesOf(await this.context({ imports: [PayamSmsModule.forRoot(settings)] }));
  }

  /** Any module, started. */
  async context(metadata: ModuleMetadata): Promise<INestApplicationContext> {
    const module = await Test.createTestingModule(metadata)
      .setLogger(false as never)
      .compile();
    await module.init();
    this.#open.push(() => module.close());
    return module;
  }

  onClose(close: () => Promise<void>): void {
    this.#open.push(close);
  }

  async close(): Promise<void> {
    for (const close of this.#open.splice(0).toReversed()) await close();
  }
}

export function useStage(): Stage {
  const stage = new Stage();
  afterEach(() => stage.close());
  return stage;
}

export function servicesOf(context: INestApplicationContext): App {
  return {
    context,
    auth: context.get(AuthService, { strict: false }),
    account: context.get(AccountService, { strict: false }),
    sms: context.get(SmsService, { strict: false }),
    reports: context.get(ReportService, { strict: false }),
    schedule: context.get(ScheduleService, { strict: false }),
  };
}

/** How many requests of these operations the simulator has seen. */
export function countOf(sim: PayamSmsSimulator, ...operations: Operation[]): number {
  return sim.requests.filter(({ operation }) => operation && operations.includes(operation)).length;
}

const SENDS: Operation[] = ['send', 'sendMultipleWithSrc', 'sendMultipleWithSrcBody'];

/** How many sends the simulator has seen, by whichever endpoint. */
export const sendsTo = (sim: PayamSmsSimulator): number => countOf(sim, ...SENDS);

/** From now on nobody can say whether a message was accepted. */
export const keepStatesBack = (sim: PayamSmsSimulator): FaultHandle =>
  sim.fail('getStatus', 'status 500');

/** How long a send may take when it is to end as unknown. */
export const SOON_UNKNOWN = { sendDeadlineMs: 250 };

/** Distinct mobiles: `989120000000` and on. */
export const mobile = (index = 0): string => `98912${String(index).padStart(7, '0')}`;

export async function failureOf(work: Promise<unknown>): Promise<Error> {
  const outcome = await work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ('error' in outcome && outcome.error instanceof Error) return outcome.error;
  throw new Error(`Expected an error, got ${JSON.stringify(outcome)}`);
}
