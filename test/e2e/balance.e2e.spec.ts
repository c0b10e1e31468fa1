import { describe, expect, it, jest } from '@jest/globals';
import { Injectable, Logger, type Type } from '@nestjs/common';
import { EventEmitter2, EventEmitterModule } from '@nestjs/event-emitter';
import { ScheduleModule, SchedulerRegistry } from '@nestjs/schedule';
import {
  type LowBalance,
  OnLowBalance,
  PayamSmsModule,
  type PayamSmsModuleOptions,
} from 'nestjs-payamsms';
import type { PayamSmsSimulator } from 'nestjs-payamsms/simulator';
import { MemoryStore } from '../../lib/store/memory/memory-store.js';
import { countOf, failureOf, useStage } from './support/stage.js';
import { until } from './support/waiting.js';

const stage = useStage();
const EVERY_SECOND = '* * * * * *';

@Injectable()
class Recorder {
  readonly heard: LowBalance[] = [];
  failures = 0;

  @OnLowBalance()
  async onLowBalance(low: LowBalance): Promise<void> {
    if (this.failures-- > 0) throw new Error('mail server down');
    this.heard.push(low);
  }
}

async function watch(
  sim: PayamSmsSimulator,
  options: Partial<PayamSmsModuleOptions> = {},
  listeners: Type[] = [Recorder],
) {
  const context = await stage.context({
    imports: [
      EventEmitterModule.forRoot(),
      ScheduleModule.forRoot(),
      PayamSmsModule.forRoot({
        baseUrl: sim.url,
        ...sim.credentials,
        retry: { maxAttempts: 1 },
        balance: { lowThreshold: 1_000, cron: EVERY_SECOND },
        ...options,
      }),
    ],
    providers: listeners,
  });
  const checks = () => countOf(sim, 'getBalance');
  return {
    context,
    checks,
    /** Waits until the balance was asked for again, whole. */
    checked: (times = 2): Promise<void> => {
      const before = checks();
      return until('the balance is asked for', () => checks() >= before + times);
    },
    job: () => context.get(SchedulerRegistry).getCronJob('payamsms:balance'),
    recorder: listeners.length > 0 ? context.get(Recorder) : new Recorder(),
  };
}

describe('a low balance', () => {
  it('is told once by a cron job named payamsms:balance, and again after it was higher', async () => {
    const sim = await stage.simulator({ credit: 5_000 });
    const { recorder, checked, job } = await watch(sim);
    expect(job().isActive).toBe(true);
    await checked(1);
    expect(recorder.heard).toEqual([]);
    sim.setCredit(999);
    await until('it is told', () => recorder.heard.length > 0);
    await checked();
    expect(recorder.heard).toEqual([{ balance: 999, threshold: 1_000 }]);
    sim.setCredit(1_000);
    await checked();
    sim.setCredit(10);
    await until('it is told again', () => recorder.heard.length > 1);
    expect(recorder.heard[1]).toEqual({ balance: 10, threshold: 1_000 });
  }, 20_000);

  it('is told again at the next check when a listener failed, and once when the store did', async () => {
    const sim = await stage.simulator({ credit: 5_000 });
    const store = new MemoryStore();
    const { balance } = store.account('');
    const error = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => {});
    const { recorder } = await watch(sim, { store });
    jest.spyOn(balance, 'setLow').mockRejectedValueOnce(new Error('disk full'));
    recorder.failures = 1;
    sim.setCredit(1);
    await until('it is told, and written down', () => balance.wasLow());
    expect(recorder.heard).toHaveLength(1);
    expect(error.mock.calls.join()).toContain('Recorder.onLowBalance: Error, at ');
    error.mockRestore();
  }, 20_000);

  it.each(['drop', '401', 'status 500', 'garbage'] as const)(
    'is told after the service answered with %s',
    async (fault) => {
      const sim = await stage.simulator({ credit: 1 });
      sim.fail('getBalance', fault, { times: 1 });
      const { recorder } = await watch(sim);
      await until('it is told', () => recorder.heard.length > 0);
      expect(recorder.heard).toEqual([{ balance: 1, threshold: 1_000 }]);
    },
  );

  it('is not asked for where nobody listens', async () => {
    const sim = await stage.simulator({ credit: 1 });
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => {});
    const { checks } = await watch(sim, {}, []);
    await until('it is said', () =>
      warn.mock.calls.some(([said]) => String(said).includes('Nobody listens to payamsms.balance')),
    );
    expect(checks()).toBe(0);
    warn.mockRestore();
  });

  it('has been told to nobody when the last listener went during the check', async () => {
    const sim = await stage.simulator({ credit: 5_000 });
    const store = new MemoryStore();
    const { balance } = store.account('');
    const error = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => {});
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => {});
    const { recorder, context } = await watch(sim, { store });
    const emitter = context.get(EventEmitter2);
    const listeners = emitter.listeners('payamsms.balance.low');
    const wasLow = balance.wasLow.bind(balance);
    const asked = jest.spyOn(balance, 'wasLow').mockImplementation(() => {
      if (sim.credit < 1_000) emitter.removeAllListeners('payamsms.balance.low');
      return wasLow();
    });
    sim.setCredit(1);
    await until('nobody listens at the next check', () =>
      warn.mock.calls.some(([said]) => String(said).includes('Nobody listens to payamsms.balance')),
    );
    expect(recorder.heard).toEqual([]);
    expect(await wasLow()).toBe(false);
    asked.mockRestore();
    for (const listener of listeners) emitter.on('payamsms.balance.low', listener);
    await until('it is told', () => recorder.heard.length > 0);
    expect(recorder.heard).toEqual([{ balance: 1, threshold: 1_000 }]);
    warn.mockRestore();
    error.mockRestore();
  }, 20_000);
});

it('needs the modules for events and cron jobs, and says so', async () => {
  const sim = await stage.simulator();
  const starting = stage.context({
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
  const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
  const sim = await stage.simulator();
  sim.fail('getBalance', 'status 503', { retryAfter: 19 });
  const retry = { maxAttempts: 3, baseDelayMs: 1 };
  const { context, checks } = await watch(sim, { retry, shutdownTimeoutMs: 15_000 });
  await until('a poll is limited', () => checks() > 0);
  warn.mockClear();
  const startedAtMs = performance.now();
  await context.close();
  expect(performance.now() - startedAtMs).toBeLessThan(10_000);
  expect(checks()).toBe(1);
  expect(warn).not.toHaveBeenCalled();
  warn.mockRestore();
}, 40_000);
