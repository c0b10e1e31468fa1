import { describe, expect, it } from '@jest/globals';
import { SchedulerRegistry } from '@nestjs/schedule';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PayamSmsModule, type PayamSmsModuleOptions } from 'nestjs-payamsms';
import type { PayamSmsSimulator } from 'nestjs-payamsms/simulator';
import { SqliteStore } from 'nestjs-payamsms/sqlite';
import { atEnd } from '../support/at-end.js';
import { type App, bootModule, eventsAndJobs, settingsFor } from '../support/boot.js';
import { mobile, SENDER } from '../support/numbers.js';
import { Recorder } from '../support/recorder.js';
import { countOf, startSimulator } from '../support/simulator.js';
import { until } from '../support/waiting.js';

const cron = '* * * * * *';

const DUTIES = {
  inbox: { inbox: { numbers: [SENDER], cron } },
  delivery: { delivery: { ladder: ['10ms', '1h'], cron } },
  balance: { balance: { lowThreshold: 1_000, cron } },
} satisfies Record<string, Partial<PayamSmsModuleOptions>>;
type Duty = keyof typeof DUTIES;

const EACH = Object.keys(DUTIES) as Duty[];

/** An app with one module for each of these options. */
const start = async (...modules: Partial<PayamSmsModuleOptions>[]): Promise<App> =>
  bootModule({
    imports: [
      ...(await eventsAndJobs()),
      ...modules.map((options) =>
        PayamSmsModule.forRoot({
          ...settingsFor({ url: 'http://127.0.0.1:9' }, { retry: { maxAttempts: 1 } }),
          ...options,
        }),
      ),
    ],
    providers: [Recorder],
  });

/** What each duty finds at last, and what its listener was given. */
const HAPPENINGS: Record<
  Duty,
  {
    happens: (sim: PayamSmsSimulator, app: App) => unknown;
    heard: (recorder: Recorder) => unknown[];
  }
> = {
  inbox: {
    happens: (sim) => sim.receive({ from: mobile(), to: SENDER, body: 'inbox' }),
    heard: ({ texts }) => texts,
  },
  delivery: {
    happens: (_, { sms }) => sms.send({ recipient: mobile(), body: 'hello' }),
    heard: ({ updates }) => updates,
  },
  balance: { happens: (sim) => sim.setCredit(1), heard: ({ lowBalances }) => lowBalances },
};

describe('a job that is not active gives its lease to another app on the same file', () => {
  const away: [string, (registry: SchedulerRegistry, name: string) => unknown][] = [
    ['stopped', (registry, name) => registry.getCronJob(name).stop()],
    ['deleted', (registry, name) => registry.deleteCronJob(name)],
  ];
  it.each(EACH.flatMap((duty) => away.map(([how, act]) => [duty, how, act] as const)))(
    '%s, when it is %s',
    async (duty, _, act) => {
      const directory = mkdtempSync(join(tmpdir(), 'payamsms-apps-'));
      atEnd(async () => rmSync(directory, { recursive: true }));
      const store = () => new SqliteStore(join(directory, 'sms.db'));
      const sim = await startSimulator({ credit: 50_000 });
      const to = { baseUrl: sim.url, ...sim.credentials, ...DUTIES[duty] };
      const first = await start({ ...to, store: store() });
      // Whole polls of the first, so that none is under way that takes what comes next.
      const polls = () => countOf(sim, 'getInbox', 'getBalance');
      await until('the first has the lease', () => polls() > 1 || duty === 'delivery');
      const second = await start({ ...to, store: store() });
      act(first.get(SchedulerRegistry), `payamsms:${duty}`);
      const { happens, heard } = HAPPENINGS[duty];
      await happens(sim, second);
      await until('the second hears it', () => heard(second.recorder).length > 0);
      expect(heard(first.recorder)).toEqual([]);
    },
  );

  it('and has it again once it runs again and the other has gone', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'payamsms-apps-'));
    atEnd(async () => rmSync(directory, { recursive: true }));
    const store = () => new SqliteStore(join(directory, 'sms.db'));
    const sim = await startSimulator();
    const to = { baseUrl: sim.url, ...sim.credentials, ...DUTIES.inbox };
    const first = await start({ ...to, store: store() });
    const job = first.get(SchedulerRegistry).getCronJob('payamsms:inbox');
    await job.stop();
    const second = await start({ ...to, store: store() });
    sim.receive({ from: mobile(), to: SENDER, body: 'a' });
    await until('the second hears it', () => second.recorder.bodies.includes('a'));
    job.start();
    await second.close();
    sim.receive({ from: mobile(), to: SENDER, body: 'b' });
    await until('the first hears it', () => first.recorder.bodies.includes('b'));
    expect(first.recorder.bodies).toEqual(['b']);
  });
});
