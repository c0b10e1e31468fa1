import { describe, expect, it } from '@jest/globals';
import { Injectable } from '@nestjs/common';
import {
  type DeliveryUpdate,
  type InboundSms,
  OnDelivery,
  OnInboundFailed,
  OnInboundSms,
  OnLowBalance,
} from 'nestjs-payamsms';
import { bootApp, NEVER } from '../support/boot.js';
import { recordLogs } from '../support/logs.js';
import { mobile, SENDER } from '../support/numbers.js';
import { startSimulator } from '../support/simulator.js';
import { until } from '../support/waiting.js';

const revoked = Proxy.revocable({}, {});
revoked.revoke();
const refuse = (): never => {
  throw new Error('hush');
};
const getters = ['name', 'message', 'stack', 'code', 'cause', 'constructor', 'toString'];

const ODD: [string, unknown][] = [
  ['no prototype', Object.create(null)],
  ['a revoked proxy', revoked.proxy],
  ['undefined', undefined],
  ['a symbol', Symbol('hush')],
  [
    'getters that throw',
    Object.defineProperties(
      Object.create({}) as object,
      Object.fromEntries(
        [...getters, Symbol.toPrimitive].map((key) => [key, { get: refuse }] as const),
      ),
    ),
  ],
  ['a frozen list', Object.freeze([])],
  ['a message without end', new Error('hush'.repeat(5_000_000))],
];

describe('whatever the listeners of all events throw', () => {
  it.each(ODD)('each does what is due after a failure: %s', async (_, error) => {
    @Injectable()
    class Odd {
      readonly texts: string[] = [];
      readonly finals: string[] = [];
      failed = 0;
      delivered = 0;
      low = 0;

      @OnInboundSms()
      onText({ body }: InboundSms): void {
        // oxlint-disable-next-line typescript/only-throw-error -- an app may
        if (body === 'poison') throw error;
        this.texts.push(body);
      }

      @OnInboundFailed()
      onFailed(): Promise<void> {
        this.failed++;
        return Promise.reject(error);
      }

      @OnDelivery()
      async onDelivery({ serverId, final }: DeliveryUpdate): Promise<void> {
        // oxlint-disable-next-line typescript/only-throw-error -- an app may
        if (this.delivered++ === 0) throw error;
        if (final) this.finals.push(serverId!);
      }

      @OnLowBalance()
      onLowBalance(): void {
        // oxlint-disable-next-line typescript/only-throw-error -- an app may
        if (this.low++ === 0) throw error;
      }
    }
    const sim = await startSimulator({ delivery: { queuedMs: 1, pendingMs: 1 }, credit: 5_000 });
    const app = await bootApp(sim, {
      listeners: [Odd],
      inbox: { numbers: [SENDER], cron: NEVER, maxAttempts: 1 },
      delivery: { ladder: ['10ms', '10ms', '10ms', '10ms'], cron: NEVER },
      balance: { lowThreshold: 1_000_000, cron: NEVER },
    });
    const logs = recordLogs();
    const odd = app.get(Odd);
    for (const body of ['poison', 'good']) sim.receive({ from: mobile(), to: SENDER, body });
    const { serverId } = await app.sms.send({ recipient: mobile(), body: 'hello' });

    await until('each has done what is due', async () => {
      await Promise.all([app.inbox.poll(), app.delivery.poll(), app.tick('balance')]);
      return odd.failed === 1 && odd.finals.length === 1 && odd.low === 2;
    });
    expect(odd.texts).toEqual(['good']);
    expect(odd.finals).toEqual([serverId]);
    const failures = await app.inbox.failed();
    expect(failures.map(({ sms: { body } }) => body)).toEqual(['poison']);
    expect(String(logs)).toMatch(/Odd\.onText: [^]*Odd\.onFailed: /);
    expect(String(logs)).not.toContain('hush');
  });
});
