import { describe, expect, it } from '@jest/globals';
import { Injectable } from '@nestjs/common';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { ScheduleModule, SchedulerRegistry } from '@nestjs/schedule';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type InboundSms,
  OnDelivery,
  OnInboundSms,
  OnLowBalance,
  PayamSmsModule,
  type PayamSmsModuleOptions,
  SmsService,
} from 'nestjs-payamsms';
import type { PayamSmsSimulator } from 'nestjs-payamsms/simulator';
import { SqliteStore } from 'nestjs-payamsms/sqlite';
import { ANYBODY, countOf, mobile, SENDER, useStage } from './support/stage.js';
import { until } from './support/waiting.js';

const stage = useStage();
const cron = '* * * * * *';

const DUTIES = {
  inbox: { inbox: { numbers: [SENDER], cron } },
  delivery: { delivery: { ladder: ['10ms', '1h'], cron } },
  balance: { balance: { lowThreshold: 1_000, cron } },
} satisfies Record<string, Partial<PayamSmsModuleOptions>>;
type Duty = keyof typeof DUTIES;

const EACH = Object.keys(DUTIES) as Duty[];

@Injectable()
class Recorder {
  readonly heard: string[] = [];

  @OnInboundSms()
  onText({ body }: InboundSms): void {
    this.heard.push(body);
  }

  @OnDelivery()
  onDelivery(): void {
    this.heard.push('delivery');
  }

  @OnLowBalance()
  onLowBalance(): void {
    this.heard.push('balance');
  }
}

const start = (...modules: Partial<PayamSmsModuleOptions>[]) =>
  stage.context({
    imports: [
      EventEmitterModule.forRoot(),
      ScheduleModule.forRoot(),
      ...modules.map((options) =>
        PayamSmsModule.forRoot({
          baseUrl: 'http://127.0.0.1:9',
          ...ANYBODY,
          sender: SENDER,
          retry: { maxAttempts: 1 },
          ...options,
        }),
      ),
    ],
    providers: [Recorder],
  });

describe('modules in one app', () => {
  it('may have one thing on each', async () => {
    const context = await start(DUTIES.inbox, DUTIES.delivery, DUTIES.balance, {});
    expect([...context.get(SchedulerRegistry).getCronJobs().keys()].toSorted()).toEqual([
      'payamsms:balance',
      'payamsms:delivery',
      'payamsms:inbox',
    ]);
  });
});

/** What each duty finds at last, in an app of its own. */
const HAPPENINGS: Record<Duty, (sim: PayamSmsSimulator, app: App) => unknown> = {
  inbox: (sim) => sim.receive({ from: mobile(), to: SENDER, body: 'inbox' }),
  delivery: (_, app) =>
    app.get(SmsService, { strict: false }).send({ recipient: mobile(), body: 'hello' }),
  balance: (sim) => sim.setCredit(1),
};
type App = Awaited<ReturnType<typeof start>>;

describe('a job that is not active gives its lease to another app on the same file', () => {
  const away: [string, (registry: SchedulerRegistry, name: string) => unknown][] = [
    ['stopped', (registry, name) => registry.getCronJob(name).stop()],
    ['deleted', (registry, name) => registry.deleteCronJob(name)],
  ];
  it.each(EACH.flatMap((duty) => away.map(([how, act]) => [duty, how, act] as const)))(
    '%s, when it is %s',
    async (duty, _, act) => {
      const directory = mkdtempSync(join(tmpdir(), 'payamsms-apps-'));
      stage.onClose(async () => rmSync(directory, { recursive: true }));
      const store = () => new SqliteStore(join(directory, 'sms.db'));
      const sim = await stage.simulator({ credit: 50_000 });
      const to = { baseUrl: sim.url, ...sim.credentials, ...DUTIES[duty] };
      const first = await start({ ...to, store: store() });
      // Whole polls of the first, so that none is under way that takes what comes next.
      const polls = () => countOf(sim, 'getInbox', 'getBalance');
      await until('the first has the lease', () => polls() > 1 || duty === 'delivery');
      const second = await start({ ...to, store: store() });
      act(first.get(SchedulerRegistry), `payamsms:${duty}`);
      await HAPPENINGS[duty](sim, second);
      await until('the second hears it', () => second.get(Recorder).heard.includes(duty), 5_000);
      expect(first.get(Recorder).heard).toEqual([]);
    },
    20_000,
  );

  it('and has it again once it runs again and the other has gone', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'payamsms-apps-'));
    stage.onClose(async () => rmSync(directory, { recursive: true }));
    const store = () => new SqliteStore(join(directory, 'sms.db'));
    const sim = await stage.simulator();
    const to = { baseUrl: sim.url, ...sim.credentials, ...DUTIES.inbox };
    const first = await start({ ...to, store: store() });
    const job = first.get(SchedulerRegistry).getCronJob('payamsms:inbox');
    await job.stop();
    const second = await start({ ...to, store: store() });
    sim.receive({ from: mobile(), to: SENDER, body: 'a' });
    await until('the second hears it', () => second.get(Recorder).heard.includes('a'));
    job.start();
    await second.close();
    sim.receive({ from: mobile(), to: SENDER, body: 'b' });
    await until('the first hears it', () => first.get(Recorder).heard.includes('b'));
    expect(first.get(Recorder).heard).toEqual(['b']);
  }, 20_000);
});
