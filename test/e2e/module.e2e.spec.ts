import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Inject, Injectable, Module } from '@nestjs/common';
import { ConfigModule } from '@nestjs/config';
import {
  AccountService,
  PayamSmsModule,
  type PayamSmsModuleOptions,
  type PayamSmsOptionsFactory,
  SmsService,
} from 'nestjs-payamsms';
import type { PayamSmsSimulator } from 'nestjs-payamsms/simulator';
import { bootApp, bootModule } from '../support/boot.js';
import { startSimulator } from '../support/simulator.js';
import { SENDER, mobile } from '../support/numbers.js';

let sim: PayamSmsSimulator;
const environment = { ...process.env };

/** Where the factories of these tests find their settings. */
let given: PayamSmsModuleOptions;

beforeEach(async () => {
  sim = await startSimulator({ credit: 4_321 });
  given = { baseUrl: sim.url, ...sim.credentials, sender: SENDER };
});

afterEach(() => {
  process.env = { ...environment };
});

@Injectable()
class Settings implements PayamSmsOptionsFactory {
  createPayamSmsOptions(): Promise<PayamSmsModuleOptions> {
    return Promise.resolve(given);
  }
}

@Module({ providers: [Settings], exports: [Settings] })
class SettingsModule {}

@Injectable()
class Shop {
  constructor(
    readonly sms: SmsService,
    @Inject(AccountService) readonly account: AccountService,
  ) {}
}

@Module({ providers: [Shop], exports: [Shop] })
class ShopModule {}

function setVariables(more: Record<string, string> = {}): void {
  Object.assign(process.env, {
    PAYAMSMS_BASE_URL: sim.url,
    PAYAMSMS_CLIENT_ID: sim.credentials.clientId,
    PAYAMSMS_CLIENT_SECRET: sim.credentials.clientSecret,
    PAYAMSMS_SYSTEM_NAME: sim.credentials.systemName,
    PAYAMSMS_USERNAME: sim.credentials.username,
    PAYAMSMS_PASSWORD: sim.credentials.password,
    ...more,
  });
}

describe('forRoot', () => {
  it('takes its options as they are given', async () => {
    const { account } = await bootModule({ imports: [PayamSmsModule.forRoot(given)] });
    expect(await account.getBalance()).toBe(4_321);
  });

  it('reads no variables', async () => {
    process.env['PAYAMSMS_BASE_URL'] = 'https://elsewhere.example';
    process.env['PAYAMSMS_SENDER'] = '983000';
    const { sms } = await bootModule({ imports: [PayamSmsModule.forRoot(given)] });
    expect(await sms.send({ recipient: mobile(), body: 'hello' })).toMatchObject({
      sender: SENDER,
    });
  });

  it('makes its services known to modules that do not import it', async () => {
    const { context } = await bootModule({ imports: [PayamSmsModule.forRoot(given), ShopModule] });
    expect(await context.get(Shop, { strict: false }).account.getBalance()).toBe(4_321);
  });

  it('keeps them to those who import it when it is not global', async () => {
    const module = PayamSmsModule.forRoot({ ...given, isGlobal: false });
    await expect(bootModule({ imports: [module, ShopModule] })).rejects.toThrow(/SmsService/);

    const { context } = await bootModule({ imports: [module], providers: [Shop] });
    expect(await context.get(Shop).account.getBalance()).toBe(4_321);
  });

  it('logs in only when something is asked', async () => {
    await bootModule({ imports: [PayamSmsModule.forRoot(given)] });
    expect(sim.requests).toEqual([]);
  });
});

describe('forRootAsync', () => {
  it('takes everything from the variables when it is given nothing', async () => {
    setVariables({ PAYAMSMS_SENDER: '۲۰۰۰ ۱۲۳', PAYAMSMS_BATCH_SIZE: '2' });
    const { sms } = await bootModule({
      imports: [ConfigModule.forRoot(), PayamSmsModule.forRootAsync()],
    });
    const texts = [0, 1, 2].map((index) => ({ recipient: mobile(index), body: 'hello' }));
    expect((await sms.sendMany(texts)).accepted).toHaveLength(3);
    expect(sim.messages.map(({ sender }) => sender)).toEqual([SENDER, SENDER, SENDER]);
    expect(sim.requests.filter(({ operation }) => operation?.startsWith('send'))).toHaveLength(2);
  });

  it('needs no ConfigModule of the app for that', async () => {
    setVariables();
    const { account } = await bootModule({ imports: [PayamSmsModule.forRootAsync()] });
    expect(await account.getBalance()).toBe(4_321);
  });

  it.each([
    ['useFactory', () => PayamSmsModule.forRootAsync({ useFactory: () => given })],
    [
      'useFactory with imports and inject',
      () =>
        PayamSmsModule.forRootAsync({
          imports: [SettingsModule],
          inject: [Settings],
          useFactory: (settings: Settings) => settings.createPayamSmsOptions(),
        }),
    ],
    ['useClass', () => PayamSmsModule.forRootAsync({ useClass: Settings })],
    [
      'useExisting',
      () => PayamSmsModule.forRootAsync({ imports: [SettingsModule], useExisting: Settings }),
    ],
  ])('takes its options by %s', async (_, module) => {
    // Where a factory is given, the variables do not count.
    process.env['PAYAMSMS_BASE_URL'] = 'https://elsewhere.example';
    const { context } = await bootModule({ imports: [module(), ShopModule] });
    expect(await context.get(Shop, { strict: false }).account.getBalance()).toBe(4_321);
  });

  it('can be kept to those who import it', async () => {
    const module = PayamSmsModule.forRootAsync({ isGlobal: false, useFactory: () => given });
    await expect(bootModule({ imports: [module, ShopModule] })).rejects.toThrow(/SmsService/);
  });
});

describe('two apps in one process', () => {
  it('share neither token, nor account, nor settings', async () => {
    const other = await startSimulator({
      credit: 9_900,
      credentials: { clientId: 'other', clientSecret: 'other-secret', password: 'other-password' },
    });
    const one = await bootApp(sim);
    const two = await bootApp(other, { sender: '983000' });

    expect(await Promise.all([one.account.getBalance(), two.account.getBalance()])).toEqual([
      4_321, 9_900,
    ]);
    expect(await one.auth.getAccessToken()).not.toBe(await two.auth.getAccessToken());
    await one.sms.send({ recipient: mobile(1), body: 'from one' });
    await two.sms.send({ recipient: mobile(2), body: 'from two' });
    expect(sim.messages).toMatchObject([{ sender: SENDER, body: 'from one' }]);
    expect(other.messages).toMatchObject([{ sender: '983000', body: 'from two' }]);
  });

  it('go on when the other one closes', async () => {
    const one = await bootApp(sim);
    const two = await bootApp(sim);
    await one.account.getBalance();
    await one.context.close();
    expect(await two.account.getBalance()).toBe(4_321);
  });
});
