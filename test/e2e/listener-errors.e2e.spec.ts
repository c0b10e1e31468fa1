import { describe, expect, it } from '@jest/globals';
import { Injectable, Logger } from '@nestjs/common';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { ScheduleModule } from '@nestjs/schedule';
import {
  type DeliveryUpdate,
  type InboundSms,
  InboxService,
  OnDelivery,
  OnInboundFailed,
  OnInboundSms,
  OnLowBalance,
  PayamSmsModule,
  SmsService,
} from 'nestjs-payamsms';
import { mobile, SENDER, useStage } from './support/stage.js';
import { until } from './support/waiting.js';

const stage = useStage();
const EVERY_SECOND = '* * * * * *';

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
  it.each(ODD)(
    'each does what is due after a failure: %s',
    async (_, error) => {
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
      const sim = await stage.simulator({ delivery: { queuedMs: 1, pendingMs: 1 }, credit: 5_000 });
      const said: unknown[] = [];
      const say = (...words: unknown[]) => void said.push(...words);
      const context = await stage.context({
        imports: [
          EventEmitterModule.forRoot(),
          ScheduleModule.forRoot(),
          PayamSmsModule.forRoot({
            baseUrl: sim.url,
            ...sim.credentials,
            sender: SENDER,
            inbox: { numbers: [SENDER], cron: EVERY_SECOND, maxAttempts: 1 },
            delivery: { ladder: ['10ms', '1s', '1s', '1s', '1s'], cron: EVERY_SECOND },
            balance: { lowThreshold: 1_000_000, cron: EVERY_SECOND },
          }),
        ],
        providers: [Odd],
      });
      Logger.overrideLogger({ log: () => undefined, warn: say, error: say });
      const odd = context.get(Odd);
      for (const body of ['poison', 'good']) sim.receive({ from: mobile(), to: SENDER, body });
      const sms = context.get(SmsService, { strict: false });
      const { serverId } = await sms.send({ recipient: mobile(), body: 'hello' });

      await until('the text is set aside', () => odd.failed === 1, 10_000);
      await until('the state is told at last', () => odd.finals.length === 1, 10_000);
      await until('the balance is told at last', () => odd.low === 2, 10_000);
      expect(odd.texts).toEqual(['good']);
      expect(odd.finals).toEqual([serverId]);
      const failures = await context.get(InboxService, { strict: false }).failed();
      expect(failures.map(({ sms: { body } }) => body)).toEqual(['poison']);
      expect(said.join()).toMatch(/Odd\.onText: .*Odd\.onFailed: /);
      expect(said.join()).not.toContain('hush');
    },
    30_000,
  );
});
