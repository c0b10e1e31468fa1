import { describe, expect, it } from '@jest/globals';
import { type INestApplicationContext, Injectable } from '@nestjs/common';
import { EventEmitterModule, OnEvent } from '@nestjs/event-emitter';
import { ScheduleModule, SchedulerRegistry } from '@nestjs/schedule';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type DeliveryUpdate,
  DeliveryService,
  getPayamSmsToken,
  type InboundFailure,
  type InboundSms,
  InboxService,
  type LowBalance,
  OnDelivery,
  OnInboundFailed,
  OnInboundSms,
  OnLowBalance,
  PayamSmsModule,
  SmsService,
} from 'nestjs-payamsms';
import type { PayamSmsSimulator } from 'nestjs-payamsms/simulator';
import { SqliteStore } from 'nestjs-payamsms/sqlite';
import { atEnd } from '../support/at-end.js';
import { bootModule, eventsAndJobs, NEVER, settingsFor } from '../support/boot.js';
import { recordLogs } from '../support/logs.js';
import { mobile, SENDER } from '../support/numbers.js';
import { startSimulator } from '../support/simulator.js';
import { until } from '../support/waiting.js';

type Account = 'marketing' | undefined;

/** What the listeners of one account were given. */
class Received {
  readonly texts: InboundSms[] = [];
  readonly failures: InboundFailure[] = [];
  readonly updates: DeliveryUpdate[] = [];
  readonly lows: LowBalance[] = [];
}

@Injectable()
class Listeners {
  readonly shop = new Received();
  readonly marketing = new Received();

  @OnInboundSms()
  text(sms: InboundSms): void {
    this.shop.texts.push(sms);
  }

  @OnInboundSms({ account: 'marketing' })
  marketingText(sms: InboundSms): void {
    if (sms.body === 'poison') throw new Error('cannot be handled');
    this.marketing.texts.push(sms);
  }

  @OnInboundFailed()
  failed(failure: InboundFailure): void {
    this.shop.failures.push(failure);
  }

  @OnInboundFailed({ account: 'marketing' })
  marketingFailed(failure: InboundFailure): void {
    this.marketing.failures.push(failure);
  }

  @OnDelivery()
  update(update: DeliveryUpdate): void {
    this.shop.updates.push(update);
  }

  @OnDelivery({ account: 'marketing' })
  marketingUpdate(update: DeliveryUpdate): void {
    this.marketing.updates.push(update);
  }

  @OnLowBalance()
  low(low: LowBalance): void {
    this.shop.lows.push(low);
  }

  @OnLowBalance({ account: 'marketing' })
  marketingLow(low: LowBalance): void {
    this.marketing.lows.push(low);
  }
}

const moduleOf = (sim: PayamSmsSimulator, store: SqliteStore, account: Account) =>
  PayamSmsModule.forRoot({
    ...(account !== undefined && { account }),
    ...settingsFor(sim),
    store,
    inbox: { numbers: [SENDER], startFrom: 'all', cron: NEVER, maxAttempts: 1 },
    delivery: { ladder: [1], cron: NEVER },
    balance: { lowThreshold: 10_000, cron: NEVER },
  });

/** Two accounts whose services give the same ids, on one file. */
async function useTwoAccounts() {
  const directory = await mkdtemp(join(tmpdir(), 'accounts-'));
  atEnd(() => rm(directory, { recursive: true }));
  const file = join(directory, 'sms.db');
  const shopSim = await startSimulator({ credit: 1_000 });
  const marketingSim = await startSimulator({ credit: 2_000 });
  const start = async () => {
    const store = new SqliteStore(file);
    const { context } = await bootModule({
      imports: [
        ...(await eventsAndJobs()),
        moduleOf(shopSim, store, undefined),
        moduleOf(marketingSim, store, 'marketing'),
      ],
      providers: [Listeners],
    });
    return { context, listeners: context.get(Listeners) };
  };
  return { shopSim, marketingSim, start };
}

const servicesOf = (context: INestApplicationContext, account: Account) => ({
  sms: context.get<SmsService>(getPayamSmsToken(SmsService, account)),
  inbox: context.get<InboxService>(getPayamSmsToken(InboxService, account)),
  delivery: context.get<DeliveryService>(getPayamSmsToken(DeliveryService, account)),
});

const bodies = ({ texts }: Received) => texts.map(({ body }) => body);

describe('two accounts with inbox, delivery and balance on one SQLite file', () => {
  it('emit to listeners of their own, and say which account it is', async () => {
    const { shopSim, marketingSim, start } = await useTwoAccounts();
    shopSim.receive({ from: mobile(1), to: SENDER, body: 'to the shop' });
    marketingSim.receive({ from: mobile(2), to: SENDER, body: 'to marketing' });
    const { context, listeners } = await start();
    const { shop, marketing } = listeners;
    const both = [servicesOf(context, undefined), servicesOf(context, 'marketing')];
    await until('both texts came', () => shop.texts.length + marketing.texts.length === 2);
    await until('both were warned', () => shop.lows.length + marketing.lows.length === 2);

    expect(shop.texts).toMatchObject([{ body: 'to the shop' }]);
    expect(shop.texts[0]).not.toHaveProperty('account');
    expect(marketing.texts).toMatchObject([{ body: 'to marketing', account: 'marketing' }]);
    expect(shop.texts[0]!.id).toBe(marketing.texts[0]!.id);
    expect(shop.lows).toEqual([{ balance: 1_000, threshold: 10_000 }]);
    expect(marketing.lows).toEqual([{ balance: 2_000, threshold: 10_000, account: 'marketing' }]);

    const [sent, promoted] = await Promise.all(
      both.map(({ sms }, i) => sms.send({ recipient: mobile(i), body: 'hello' })),
    );
    for (const { delivery } of both) await delivery.poll();
    await until('both are followed to the end', async () => {
      for (const { delivery } of both) await delivery.poll();
      return shop.updates.length + marketing.updates.length === 2;
    });
    expect(shop.updates).toMatchObject([{ serverId: sent!.serverId, final: true }]);
    expect(shop.updates[0]).not.toHaveProperty('account');
    expect(marketing.updates).toMatchObject([
      { serverId: promoted!.serverId, final: true, account: 'marketing' },
    ]);

    const registry = context.get(SchedulerRegistry, { strict: false });
    expect([...registry.getCronJobs().keys()].toSorted()).toEqual([
      'payamsms:balance',
      'payamsms:delivery',
      'payamsms:inbox',
      'payamsms:marketing:balance',
      'payamsms:marketing:delivery',
      'payamsms:marketing:inbox',
    ]);
  });

  it('go on by themselves after a restart: what one has handled the other has not', async () => {
    const { shopSim, marketingSim, start } = await useTwoAccounts();
    shopSim.receive({ from: mobile(1), to: SENDER, body: 'first' });
    const before = await start();
    await until('the first came', () => before.listeners.shop.texts.length === 1);
    await until('both were warned', () => before.listeners.marketing.lows.length === 1);
    await before.context.close();

    shopSim.receive({ from: mobile(1), to: SENDER, body: 'second' });
    marketingSim.receive({ from: mobile(1), to: SENDER, body: 'first of marketing' });
    const { listeners } = await start();
    await until('both came', () => {
      return listeners.shop.texts.length + listeners.marketing.texts.length === 2;
    });
    expect(bodies(listeners.shop)).toEqual(['second']);
    expect(bodies(listeners.marketing)).toEqual(['first of marketing']);
    expect([...listeners.shop.lows, ...listeners.marketing.lows]).toEqual([]);
  });

  it('set a text aside for one account alone', async () => {
    const { shopSim, marketingSim, start } = await useTwoAccounts();
    for (const sim of [shopSim, marketingSim]) {
      sim.receive({ from: mobile(1), to: SENDER, body: 'poison' });
      sim.receive({ from: mobile(1), to: SENDER, body: 'next' });
    }
    const logs = recordLogs();
    const { context, listeners } = await start();
    const { inbox } = servicesOf(context, 'marketing');
    await until('the poison is set aside', () => listeners.marketing.failures.length === 1);
    expect(bodies(listeners.shop)).toEqual(['poison', 'next']);
    const setAside = { sms: { body: 'poison', account: 'marketing' }, account: 'marketing' };
    expect(await inbox.failed()).toMatchObject([setAside]);
    expect(listeners.marketing.failures).toMatchObject([setAside]);
    expect(await servicesOf(context, undefined).inbox.failed()).toEqual([]);
    expect(logs.written.filter((line) => line.startsWith('PayamSms'))).toContain(
      'PayamSms:marketing',
    );
  });
});

it('the events of an account are its own where the emitter takes wildcards', async () => {
  @Injectable()
  class Wildcards {
    readonly texts: unknown[] = [];

    @OnEvent('payamsms.inbound.*', { suppressErrors: false })
    ofNoAccount(payload: unknown): void {
      this.texts.push(payload);
    }

    @OnEvent('payamsms.*.inbound', { suppressErrors: false })
    ofAnyAccount(payload: unknown): void {
      this.texts.push(payload);
    }
  }
  const sim = await startSimulator();
  sim.receive({ from: mobile(1), to: SENDER, body: 'to marketing' });
  const { context } = await bootModule({
    imports: [
      EventEmitterModule.forRoot({ wildcard: true }),
      ScheduleModule.forRoot(),
      PayamSmsModule.forRoot({
        account: 'marketing',
        ...settingsFor(sim),
        inbox: { numbers: [SENDER], startFrom: 'all', cron: NEVER },
      }),
    ],
    providers: [Listeners, Wildcards],
  });
  const { shop, marketing } = context.get(Listeners);
  await until('the text came', () => marketing.texts.length === 1);
  expect(context.get(Wildcards).texts).toMatchObject([{ account: 'marketing' }]);
  expect(shop.texts).toEqual([]);
});
