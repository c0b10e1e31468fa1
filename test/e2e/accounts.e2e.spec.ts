import { describe, expect, it } from '@jest/globals';
import { Injectable, Module } from '@nestjs/common';
import {
  AccountService,
  getPayamSmsToken,
  InjectPayamSms,
  PayamSmsConfigurationError,
  PayamSmsModule,
  SmsService,
} from 'nestjs-payamsms';
import type { PayamSmsSimulator } from 'nestjs-payamsms/simulator';
import { ANYBODY, bootModule } from '../support/boot.js';
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
    const before = { ...process.env };
    for (const [prefix, sim] of [
      ['PAYAMSMS_', shopSim],
      ['PAYAMSMS_MARKETING_', marketingSim],
    ] as const) {
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
    process.env['PAYAMSMS_SENDER'] = SENDER;
    try {
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
      // A sender of the account without a name is nobody's default but its own.
      await expect(shop.marketing.send({ recipient: mobile(2), body: 'offer' })).rejects.toThrow(
        /E223/,
      );
    } finally {
      process.env = before;
    }
  });

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

describe('accounts that clash', () => {
  it.each([
    ['have the same name', ['marketing', 'marketing'], /marketing is there twice/],
    ['are named like the beginning of a variable', ['retry'], /PAYAMSMS_RETRY_/],
    ['share variables', ['shop', 'shop-inbox'], /PAYAMSMS_SHOP_INBOX_/],
    ['have no name that is one', ['Marketing'], /such as marketing/],
  ])('stop the start with one error: they %s', async (_, accounts, message) => {
    const imports = accounts.map((account) => PayamSmsModule.forRoot({ account, ...ANYBODY }));
    const error = await failureOf(bootModule({ imports }));
    expect(error).toBeInstanceOf(PayamSmsConfigurationError);
    expect((error as PayamSmsConfigurationError).problems).toMatchObject([
      { option: 'account', problem: expect.stringMatching(message) },
    ]);
  });
});
