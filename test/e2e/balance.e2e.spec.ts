import { describe, expect, it, jest } from '@jest/globals';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { PayamSmsModule } from 'nestjs-payamsms';
import type { PayamSmsSimulator } from 'nestjs-payamsms/simulator';
import { MemoryStore } from '../../lib/store/memory/memory-store.js';
import { bootApp, bootModule, type BootOptions, NEVER } from '../support/boot.js';
import { failureOf } from '../support/failure.js';
import { recordLogs } from '../support/logs.js';
import { Recorder } from '../support/recorder.js';
import { countOf, startSimulator } from '../support/simulator.js';
import { until } from '../support/waiting.js';

async function watch(sim: PayamSmsSimulator, options: BootOptions = {}) {
  const app = await bootApp(sim, {
    listeners: [Recorder],
    retry: { maxAttempts: 1 },
    balance: { lowThreshold: 1_000, cron: NEVER },
    ...options,
  });
  const checks = () => countOf(sim, 'getBalance');
  return {
    app,
    checks,
    /** Lets the job tick until the balance was asked for again, whole: a tick while it is asked for is none. */
    checked: async (times = 2): Promise<void> => {
      const before = checks();
      await until('the balance is asked for', async () => {
        await app.tick('balance');
        return checks() >= before + times;
      });
    },
    /** Lets the job tick until something is true. */
    untilTicks: (fact: string, holds: () => boolean | Promise<boolean>): Promise<void> =>
      until(fact, async () => {
        await app.tick('balance');
        return holds();
      }),
  };
}

const isUnheard = (line: string) => line.includes('No listener takes payamsms.balance');

describe('a low balance', () => {
  it('is told once by a cron job named payamsms:balance, and again after it was higher', async () => {
    const sim = await startSimulator({ credit: 5_000 });
    const { app, checked } = await watch(sim, {
      balance: { lowThreshold: 1_000, cron: '* * * * * *' },
    });
    const { lowBalances } = app.recorder;
    expect((await app.job('balance')).isActive).toBe(true);
    await checked(1);
    expect(lowBalances).toEqual([]);
    sim.setCredit(999);
    // By its cron alone.
    await until('it is told', () => lowBalances.length > 0);
    await checked();
    expect(lowBalances).toEqual([{ balance: 999, threshold: 1_000 }]);
    sim.setCredit(1_000);
    await checked();
    sim.setCredit(10);
    await until('it is told again', () => lowBalances.length > 1);
    expect(lowBalances[1]).toEqual({ balance: 10, threshold: 1_000 });
  });

  it('is told again at the next check when a listener failed, and once when the store did', async () => {
    const sim = await startSimulator({ credit: 5_000 });
    const store = new MemoryStore();
    const { balance } = store.account('');
    const { app, untilTicks } = await watch(sim, { store });
    const logs = recordLogs();
    jest.spyOn(balance, 'setLow').mockRejectedValueOnce(new Error('disk full'));
    let failures = 1;
    app.recorder.whenLowBalance = () => {
      if (failures-- > 0) throw new Error('mail server down');
    };
    sim.setCredit(1);
    await untilTicks('it is told, and written down', () => balance.wasLow());
    expect(app.recorder.lowBalances).toHaveLength(1);
    expect(logs.at('error').join()).toContain('Recorder.onLowBalance: Error, at ');
  });

  it.each(['drop', '401', 'status 500', 'garbage'] as const)(
    'is told after the service answered with %s',
    async (fault) => {
      const sim = await startSimulator({ credit: 1 });
      sim.fail('getBalance', fault, { times: 1 });
      const { app, untilTicks } = await watch(sim);
      const { lowBalances } = app.recorder;
      await untilTicks('it is told', () => lowBalances.length > 0);
      expect(lowBalances).toEqual([{ balance: 1, threshold: 1_000 }]);
    },
  );

  it('is not asked for where nobody listens', async () => {
    const sim = await startSimulator({ credit: 1 });
    const logs = recordLogs();
    const { checks, untilTicks } = await watch(sim, { listeners: [] });
    await untilTicks('it is said', () => logs.at('warn').some(isUnheard));
    expect(checks()).toBe(0);
  });

  it('has been told to nobody when the last listener went during the check', async () => {
    const sim = await startSimulator({ credit: 5_000 });
    const store = new MemoryStore();
    const { balance } = store.account('');
    const logs = recordLogs();
    const { app, untilTicks } = await watch(sim, { store });
    const { lowBalances } = app.recorder;
    const emitter = app.get(EventEmitter2);
    const listeners = emitter.listeners('payamsms.balance.low');
    const wasLow = balance.wasLow.bind(balance);
    const asked = jest.spyOn(balance, 'wasLow').mockImplementation(() => {
      if (sim.credit < 1_000) emitter.removeAllListeners('payamsms.balance.low');
      return wasLow();
    });
    sim.setCredit(1);
    await untilTicks('nobody listens at the next check', () => logs.at('warn').some(isUnheard));
    expect(lowBalances).toEqual([]);
    expect(await wasLow()).toBe(false);
    asked.mockRestore();
    for (const listener of listeners) emitter.on('payamsms.balance.low', listener);
    await untilTicks('it is told', () => lowBalances.length > 0);
    expect(lowBalances).toEqual([{ balance: 1, threshold: 1_000 }]);
  });
});

it('needs the modules for events and cron jobs, and says so', async () => {
  const sim = await startSimulator();
  const starting = bootModule({
    imports: [
      PayamSmsModule.forRoot({
        baseUrl: sim.url,
        ...sim.credentials,
        balance: { lowThreshold: 1 },
      }),
    ],
  });
  expect(await failureOf(starting)).toMatchObject({
    problems: [{ option: 'balance.lowThreshold', variable: 'PAYAMSMS_LOW_BALANCE' }],
  });
});

it('is not waited for when the app ends in a limiter’s pause, and nothing is said of it', async () => {
  const sim = await startSimulator();
  sim.fail('getBalance', 'status 503', { retryAfter: 3_600 });
  const retry = { maxAttempts: 3, baseDelayMs: 1, maxDelayMs: 3_600_000 };
  const { app, checks } = await watch(sim, { retry, shutdownTimeoutMs: 3_600_000 });
  const logs = recordLogs();
  await until('a poll is limited', () => checks() > 0);
  // It comes to its end, an hour before the pause does.
  await app.close();
  expect(checks()).toBe(1);
  expect(logs.at('warn')).toEqual([]);
});
