import { afterEach, describe, expect, it } from '@jest/globals';
import { Injectable, Module } from '@nestjs/common';
import { ConfigModule } from '@nestjs/config';
import {
  AccountService,
  type AccountStore,
  getPayamSmsToken,
  InjectPayamSms,
  PayamSmsConfigurationError,
  payamSmsConfigOf,
  PayamSmsModule,
  type PayamSmsModuleOptions,
  type PayamSmsOptionsFactory,
  SmsService,
} from 'nestjs-payamsms';
import type { PayamSmsSimulator } from 'nestjs-payamsms/simulator';
import { MemoryStore } from '../../lib/store/memory/memory-store.js';
import { ANYBODY, bootModule, eventsAndJobs, NEVER, warningsOfBoot } from '../support/boot.js';
import { failureOf } from '../support/failure.js';
import { mobile, SENDER } from '../support/numbers.js';
import { startSimulator } from '../support/simulator.js';

/** Two of the organisation's accounts, each in a service of its own. */
async function twoAccounts(): Promise<[shop: PayamSmsSimulator, marketing: PayamSmsSimulator]> {
  const credentials = { clientId: 'm', clientSecret: 'm-secret', password: 'm-password' };
  return [
    await startSimulator({ credit: 1_000 }),
    await startSimulator({ credit: 2_000, credentials }),
  ];
}

const optionsOf = (sim: PayamSmsSimulator) => ({
  baseUrl: sim.url,
  ...sim.credentials,
  sender: SENDER,
});

const environment = { ...process.env };

afterEach(() => {
  process.env = { ...environment };
});

function setVariables(prefix: string, sim: PayamSmsSimulator): void {
  const { clientId, clientSecret, systemName, username, password } = sim.credentials;
  Object.assign(process.env, {
    [`${prefix}BASE_URL`]: sim.url,
    [`${prefix}CLIENT_ID`]: clientId,
    [`${prefix}CLIENT_SECRET`]: clientSecret,
    [`${prefix}SYSTEM_NAME`]: systemName,
    [`${prefix}USERNAME`]: username,
    [`${prefix}PASSWORD`]: password,
  });
}

const moduleOf = (sim: PayamSmsSimulator, account?: string) =>
  PayamSmsModule.forRootAsync({ account, useFactory: () => optionsOf(sim) });

/** Keeps the calls that a store gets. */
class Watched extends MemoryStore {
  readonly calls: string[] = [];

  override async open(): Promise<void> {
    this.calls.push('open');
    await super.open();
  }

  override async close(): Promise<void> {
    this.calls.push('close');
    await super.close();
  }

  override account(name: string): AccountStore {
    this.calls.push(`account ${name}`);
    return super.account(name);
  }
}

@Injectable()
class Shop {
  constructor(
    readonly sms: SmsService,
    @InjectPayamSms(SmsService, 'marketing') readonly marketing: SmsService,
    @InjectPayamSms(AccountService, 'marketing') readonly account: AccountService,
  ) {}
}

describe('two accounts in one app', () => {
  it('are injected side by side, each with its own settings and token', async () => {
    const [shopSim, marketingSim] = await twoAccounts();
    const { context } = await bootModule({
      imports: [
        PayamSmsModule.forRoot(optionsOf(shopSim)),
        PayamSmsModule.forRoot({ account: 'marketing', ...optionsOf(marketingSim) }),
      ],
      providers: [Shop],
    });
    const shop = context.get(Shop);
    expect(await shop.account.getBalance()).toBe(2_000);
    await shop.sms.send({ recipient: mobile(1), body: 'order' });
    await shop.marketing.send({ recipient: mobile(2), body: 'offer' });
    expect(shopSim.messages).toMatchObject([{ body: 'order' }]);
    expect(marketingSim.messages).toMatchObject([{ body: 'offer' }]);
    expect(context.get(getPayamSmsToken(SmsService, 'marketing'))).toBe(shop.marketing);
    expect(context.get(getPayamSmsToken(SmsService))).toBe(shop.sms);
  });

  it('need none without a name', async () => {
    const [, sim] = await twoAccounts();
    const imports = [PayamSmsModule.forRoot({ account: 'marketing', ...optionsOf(sim) })];
    const { context } = await bootModule({ imports });
    expect(context.get(getPayamSmsToken(SmsService, 'marketing'))).toBeInstanceOf(SmsService);

    @Injectable()
    class Unnamed {
      constructor(readonly sms: SmsService) {}
    }
    await expect(bootModule({ imports, providers: [Unnamed] })).rejects.toThrow(/SmsService/);
  });

  it('take their variables by their prefix alone', async () => {
    const [shopSim, marketingSim] = await twoAccounts();
    setVariables('PAYAMSMS_', shopSim);
    setVariables('PAYAMSMS_MARKETING_', marketingSim);
    process.env['PAYAMSMS_SENDER'] = SENDER;
    const { context } = await bootModule({
      imports: [
        PayamSmsModule.forRootAsync(),
        PayamSmsModule.forRootAsync({ account: 'marketing' }),
      ],
      providers: [Shop],
    });
    const shop = context.get(Shop);
    await shop.sms.send({ recipient: mobile(1), body: 'order' });
    expect(shopSim.messages).toHaveLength(1);
    // The sender of the account without a name is the default of that account alone.
    await expect(shop.marketing.send({ recipient: mobile(2), body: 'offer' })).rejects.toThrow(
      /E223.*PAYAMSMS_MARKETING_SENDER/,
    );
  });

  it('share a store where the environment has the rest of their options', async () => {
    const [shopSim, marketingSim] = await twoAccounts();
    setVariables('PAYAMSMS_', shopSim);
    setVariables('PAYAMSMS_MARKETING_', marketingSim);
    const store = new Watched();
    const withStore = (account?: string) => {
      const config = payamSmsConfigOf(account);
      return PayamSmsModule.forRootAsync({
        account,
        imports: [ConfigModule.forFeature(config)],
        inject: [config.KEY],
        useFactory: (options: PayamSmsModuleOptions) => ({ ...options, store }),
      });
    };
    const app = await bootModule({
      imports: [withStore(), withStore('marketing')],
      providers: [Shop],
    });
    expect(await app.get(Shop).account.getBalance()).toBe(2_000);
    expect(await app.account.getBalance()).toBe(1_000);
    expect(store.calls).toEqual(['open', 'account ', 'account marketing']);
    await app.close();
    expect(store.calls.slice(3)).toEqual(['close']);
  });

  it.each(['reference', 'deep-hash'] as const)(
    'stay two where Nest tells modules apart by %s, and their factories read the same',
    async (moduleIdGeneratorAlgorithm) => {
      const [shopSim, marketingSim] = await twoAccounts();
      const metadata = {
        imports: [moduleOf(shopSim), moduleOf(marketingSim, 'marketing')],
        providers: [Shop],
      };
      const app = await bootModule(metadata, { moduleIdGeneratorAlgorithm });
      expect(await app.account.getBalance()).toBe(1_000);
      expect(await app.get(Shop).account.getBalance()).toBe(2_000);
    },
  );

  it('are kept to the modules that import them where they are not global', async () => {
    const [, sim] = await twoAccounts();
    const marketing = PayamSmsModule.forRootAsync({
      account: 'marketing',
      isGlobal: false,
      useFactory: () => optionsOf(sim),
    });

    @Injectable()
    class Campaigns {
      constructor(@InjectPayamSms(AccountService, 'marketing') readonly account: AccountService) {}
    }
    @Module({ imports: [marketing], providers: [Campaigns] })
    class CampaignModule {}
    @Module({ providers: [Campaigns] })
    class OtherModule {}

    const { context } = await bootModule({ imports: [CampaignModule] });
    expect(await context.get(Campaigns, { strict: false }).account.getBalance()).toBe(2_000);
    await expect(bootModule({ imports: [CampaignModule, OtherModule] })).rejects.toThrow(
      /marketing:AccountService/,
    );
  });

  it('each make an instance of the class that gives their options', async () => {
    const [shopSim, marketingSim] = await twoAccounts();
    const sims = [shopSim, marketingSim];
    @Injectable()
    class Vault implements PayamSmsOptionsFactory {
      readonly #options = optionsOf(sims.shift()!);

      createPayamSmsOptions(): PayamSmsModuleOptions {
        return this.#options;
      }
    }
    const app = await bootModule({
      imports: [
        PayamSmsModule.forRootAsync({ useClass: Vault }),
        PayamSmsModule.forRootAsync({ account: 'marketing', useClass: Vault }),
      ],
      providers: [Shop],
    });
    const balances = [await app.account.getBalance(), await app.get(Shop).account.getBalance()];
    expect(new Set(balances)).toEqual(new Set([1_000, 2_000]));
  });

  it('may be imported by several modules as one', async () => {
    const [, sim] = await twoAccounts();
    const marketing = PayamSmsModule.forRoot({
      account: 'marketing',
      isGlobal: false,
      ...optionsOf(sim),
    });
    @Module({ imports: [marketing] })
    class First {}
    @Module({ imports: [marketing] })
    class Second {}
    await expect(bootModule({ imports: [First, Second] })).resolves.toBeDefined();
  });
});

describe('what concerns the whole app', () => {
  it('is warned of once, however many accounts it has', async () => {
    process.env['HTTPS_PROXY'] = 'proxy:80';
    const options = {
      ...ANYBODY,
      baseUrl: 'https://payamsms.invalid',
      inbox: { numbers: [SENDER], cron: NEVER, startFrom: 'all' as const },
    };
    const warnings = await warningsOfBoot({
      imports: [
        ...(await eventsAndJobs()),
        PayamSmsModule.forRoot(options),
        PayamSmsModule.forRoot({ ...options, account: 'marketing' }),
      ],
    });
    for (const topic of ['is no address of an HTTP proxy', 'is kept in memory']) {
      expect(warnings.filter((line) => line.includes(topic))).toHaveLength(1);
    }
  });

  it('is warned of by an account that reads the environment, be it not the first', async () => {
    const [, sim] = await twoAccounts();
    setVariables('PAYAMSMS_MARKETING_', sim);
    process.env['PAYAMSMS_MARKETING_SENDRE'] = SENDER;
    const warnings = await warningsOfBoot({
      imports: [
        PayamSmsModule.forRoot(ANYBODY),
        PayamSmsModule.forRootAsync({ account: 'marketing' }),
      ],
    });
    expect(warnings).toEqual([
      expect.stringMatching(/^PAYAMSMS_MARKETING_SENDRE .*PAYAMSMS_MARKETING_SENDER\?$/),
    ]);
  });
});

describe('a start that fails', () => {
  it('keeps no later app from closing the store that its accounts share', async () => {
    const store = new Watched();
    const shop = PayamSmsModule.forRoot({ ...ANYBODY, store });
    const broken = PayamSmsModule.forRoot({
      ...ANYBODY,
      password: '',
      account: 'marketing',
      store,
    });
    await expect(bootModule({ imports: [shop, broken] })).rejects.toThrow(
      /PAYAMSMS_MARKETING_PASSWORD/,
    );
    const app = await bootModule({ imports: [shop] });
    await app.close();
    expect(store.calls.filter((call) => !call.startsWith('account'))).toEqual(['open', 'close']);
  });
});

describe('accounts that clash', () => {
  it.each([
    ['have the same name', ['marketing', 'marketing'], /marketing is there twice/],
    ['are named like the beginning of a variable', ['retry'], /PAYAMSMS_RETRY_/],
    ['share variables', ['shop', 'shop-inbox'], /PAYAMSMS_SHOP_INBOX_/],
    ['have no name that is one', ['Marketing'], /such as marketing/],
    ['are named like the beginning of an event', ['inbound'], /payamsms\.inbound/],
  ])('stop the start with one error: they %s', async (_, accounts, message) => {
    const imports = accounts.map((account) => PayamSmsModule.forRoot({ account, ...ANYBODY }));
    const error = await failureOf(bootModule({ imports }));
    expect(error).toBeInstanceOf(PayamSmsConfigurationError);
    expect((error as PayamSmsConfigurationError).problems).toMatchObject([
      { option: 'account', problem: expect.stringMatching(message) },
    ]);
  });

  it.each(['Marketing', '', 'new_year', null, 7])(
    'stop the start with one error, and no list of variables: %j is no name',
    async (account) => {
      const module = PayamSmsModule.forRootAsync({ account: account as string });
      const error = await failureOf(bootModule({ imports: [module] }));
      expect((error as PayamSmsConfigurationError).problems).toEqual([
        { option: 'account', problem: expect.stringContaining('such as marketing') },
      ]);
    },
  );
});
