import 'reflect-metadata';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import {
  Controller,
  Inject,
  Injectable,
  Logger,
  Module,
  type ModuleMetadata,
  Scope,
} from '@nestjs/common';
import { ConfigModule } from '@nestjs/config';
import { REQUEST } from '@nestjs/core';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { ScheduleModule } from '@nestjs/schedule';
import {
  OnDelivery,
  OnInboundFailed,
  OnInboundSms,
  OnLowBalance,
  PayamSmsConfigurationError,
  PayamSmsModule,
  SmsService,
} from 'nestjs-payamsms';
import { inspect } from 'node:util';
import { ANYBODY, failureOf, useStage } from './support/stage.js';

const stage = useStage();
const environment = { ...process.env };

afterEach(() => {
  process.env = { ...environment };
  jest.restoreAllMocks();
});

const EVENTS_AND_JOBS = [EventEmitterModule.forRoot(), ScheduleModule.forRoot()];

/** What is said at the start of an app, from its making to its bootstrap. */
async function saidAtStart(metadata: ModuleMetadata): Promise<string[]> {
  const said: string[] = [];
  for (const level of ['warn', 'error'] as const) {
    jest.spyOn(Logger.prototype, level).mockImplementation((message: unknown) => {
      said.push(String(message));
    });
  }
  await stage.context(metadata);
  return said;
}

describe('a variable that nobody knows', () => {
  const required = {
    PAYAMSMS_CLIENT_ID: 'id',
    PAYAMSMS_CLIENT_SECRET: 'secret',
    PAYAMSMS_SYSTEM_NAME: 'system',
    PAYAMSMS_USERNAME: 'user',
    PAYAMSMS_PASSWORD: 'password',
  };

  it.each([
    ['PAYAMSMS_USER', 'PAYAMSMS_USERNAME'],
    ['PAYAMSMS_TIMEOUT', 'PAYAMSMS_TIMEOUT_MS'],
    ['PAYAMSMS_PASWORD', 'PAYAMSMS_PASSWORD'],
    ['PAYAMSMS_PASSWROD', 'PAYAMSMS_PASSWORD'],
    ['PAYAMSMS_SECRET', 'PAYAMSMS_CLIENT_SECRET'],
    ['PAYAMSMS_URL', 'PAYAMSMS_BASE_URL'],
    ['PAYAMSMS_CLIENT', 'PAYAMSMS_CLIENT_ID'],
    ['PAYAMSMS_INBOX', 'PAYAMSMS_INBOX_NUMBERS'],
    ['PAYAMSMS_BALANCE', 'PAYAMSMS_LOW_BALANCE'],
    ['payamsms_sender', 'PAYAMSMS_SENDER'],
    ['PayamSms_User', 'PAYAMSMS_USERNAME'],
    ['PAYAMSMS_WEBHOOK_URL', undefined],
    ['PAYAMSMS_', undefined],
  ])('is warned of once, with the nearest: %s', async (name, nearest) => {
    Object.assign(process.env, required, { [name]: 'hush' });
    const said = await saidAtStart({
      imports: [ConfigModule.forRoot({ ignoreEnvFile: true }), PayamSmsModule.forRootAsync()],
    });
    const told = said.filter((line) => line.startsWith(`${name} `));
    expect(told).toHaveLength(1);
    expect(told[0]).toContain(
      nearest ? `did you mean ${nearest}?` : 'the nearest known one is PAYAMSMS_',
    );
    expect(said.join()).not.toContain('hush');
  });

  it('and was meant for one that is missing, is named by the error', async () => {
    const { PAYAMSMS_USERNAME: _, ...rest } = required;
    Object.assign(process.env, rest, { PAYAMSMS_USER: 'hush', payamsms_sender: 'hush' });
    const imports = [ConfigModule.forRoot({ ignoreEnvFile: true }), PayamSmsModule.forRootAsync()];
    const error = await failureOf(stage.context({ imports }));
    expect((error as PayamSmsConfigurationError).problems).toEqual([
      {
        option: 'username',
        variable: 'PAYAMSMS_USERNAME',
        problem: 'is required; PAYAMSMS_USER is set, which is another name',
      },
    ]);
  });

  it('is no matter where the environment is not read', async () => {
    process.env['PAYAMSMS_USER'] = 'x';
    expect(await saidAtStart({ imports: [PayamSmsModule.forRoot(ANYBODY)] })).toEqual([]);
  });
});

describe('listeners without what they need', () => {
  @Injectable()
  class Orders {
    @OnInboundSms() text(): void {}
    @OnInboundFailed() failed(): void {}
    @OnDelivery() changed(): void {}
    @OnLowBalance() low(): void {}
  }

  it('are told by name, with the option and its variable', async () => {
    const said = await saidAtStart({
      imports: [...EVENTS_AND_JOBS, PayamSmsModule.forRoot(ANYBODY)],
      providers: [Orders],
    });
    for (const [method, variable] of [
      ['text', 'PAYAMSMS_INBOX_NUMBERS'],
      ['failed', 'PAYAMSMS_INBOX_NUMBERS'],
      ['changed', 'PAYAMSMS_DELIVERY_TRACKING'],
      ['low', 'PAYAMSMS_LOW_BALANCE'],
    ]) {
      expect(said.filter((line) => line.startsWith(`Orders.${method} `))).toEqual([
        expect.stringContaining(variable!),
      ]);
    }
  });

  it('are not told of where it is there', async () => {
    const sim = await stage.simulator();
    const settings = {
      ...sim.credentials,
      baseUrl: sim.url,
      inbox: { numbers: ['982000123'], startFrom: 'all' as const },
      delivery: true,
      balance: { lowThreshold: 1 },
    };
    const said = await saidAtStart({
      imports: [...EVENTS_AND_JOBS, PayamSmsModule.forRoot(settings)],
      providers: [Orders],
    });
    expect(said.filter((line) => line.includes('Orders.'))).toEqual([]);
  });
});

describe('a listener that Nest cannot call as it should', () => {
  @Injectable()
  class Orders {}

  @Controller()
  class Texts {
    constructor(@Inject(REQUEST) readonly request: unknown) {}
    @OnInboundSms() text(): void {}
  }

  @Controller({ scope: Scope.REQUEST, durable: true })
  class DurableTexts {
    @OnInboundSms() text(): void {}
  }

  @Injectable({ scope: Scope.TRANSIENT })
  class TransientTexts {
    constructor(readonly orders: Orders) {}
    @OnInboundSms() text(): void {}
  }

  @Injectable({ scope: Scope.REQUEST })
  class Scoped {
    @OnInboundSms() text(): void {}
  }

  @Injectable({ scope: Scope.REQUEST, durable: true })
  class Durable {
    @OnInboundSms() text(): void {}
  }

  @Controller()
  class Plain {
    @OnInboundSms() text(): void {}
  }

  it('is told by name, with the mend; others are no matter', async () => {
    const said = await saidAtStart({
      imports: [...EVENTS_AND_JOBS, PayamSmsModule.forRoot(ANYBODY)],
      controllers: [Texts, DurableTexts, Plain],
      providers: [Orders, TransientTexts, Scoped, Durable],
    });
    const hindered = said.filter((line) => line.includes('move the method to a provider'));
    expect(hindered.map((line) => line.split(':')[0])).toEqual([
      'TransientTexts.text listens to payamsms.inbound in a transient class, which Nest calls for an event without having constructed it',
      'Texts.text listens to payamsms.inbound in a request-scoped controller, which Nest cannot call for an event',
      'DurableTexts.text listens to payamsms.inbound in a request-scoped controller, which Nest cannot call for an event',
    ]);
  });
});

describe('the module imported without options', () => {
  @Module({ imports: [PayamSmsModule] })
  class Feature {}

  it.each([
    ['by the app', { imports: [PayamSmsModule] }],
    [
      'by a feature, beside the app that has options',
      { imports: [PayamSmsModule.forRoot(ANYBODY), Feature] },
    ],
  ])('%s is told what to write', async (_, metadata) => {
    const error = await failureOf(stage.context(metadata));
    expect(error).toBeInstanceOf(PayamSmsConfigurationError);
    expect(error.message).toContain('PayamSmsModule.forRootAsync()');
  });

  it('is no matter for a feature that imports it with options of its own', async () => {
    const context = await stage.context({ imports: [PayamSmsModule.forRoot(ANYBODY)] });
    expect(context.get(SmsService, { strict: false })).toBeInstanceOf(SmsService);
  });
});

describe('a configuration error', () => {
  it('prints its list once, and keeps it for programs', async () => {
    const error = await failureOf(
      stage.context({ imports: [PayamSmsModule.forRoot({} as never)] }),
    );
    expect(inspect(error).split('PAYAMSMS_CLIENT_ID').length).toBe(2);
    expect((error as PayamSmsConfigurationError).problems).toHaveLength(5);
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({ problems: { length: 5 } });
  });
});

describe('modules of Nest that are not imported', () => {
  it.each([
    ['inbox.numbers', { inbox: { numbers: ['982000123'] } }],
    ['delivery', { delivery: true }],
    ['balance.lowThreshold', { balance: { lowThreshold: 1 } }],
  ])('are told of at once, each once: %s', async (option, on) => {
    const imports = [PayamSmsModule.forRoot({ ...ANYBODY, ...on })];
    const error = await failureOf(stage.context({ imports }));
    expect((error as PayamSmsConfigurationError).problems).toMatchObject([
      {
        option,
        problem: expect.stringMatching(/EventEmitterModule\.forRoot\(\).*ScheduleModule\.forRoot/),
      },
    ]);
  });
});

describe('credentials that can never be right', () => {
  it.each([
    ['clientSecret', 's3cret\n'],
    ['clientSecret', ' s3cret'],
    ['password', 's3cret\r\n'],
    ['password', 's3cret\u00a0'],
    ['username', 's3c\u0000ret'],
    ['systemName', 's3c\nret'],
    ['password', 's3cret\ud800'],
    ['password', '\ufeffs3cret'],
    ['password', 's3cret\u200b'],
    ['clientSecret', '\u200fs3cret'],
    ['clientId', 's3cret\u2069'],
    ['username', 's3cret\u200c'],
    ['clientId', 's3c:ret'],
  ])('%s = %j stops the start, and is not shown', async (option, value) => {
    const settings = { ...ANYBODY, [option]: value };
    const error = await failureOf(stage.context({ imports: [PayamSmsModule.forRoot(settings)] }));
    expect((error as PayamSmsConfigurationError).problems.map((problem) => problem.option)).toEqual(
      [option],
    );
    expect(inspect(error)).not.toMatch(/s3c/);
  });

  it.each(['two words', 'p:a%2B+&=é', 'رمز عبور', 'می\u200cخواهم', '❤\ufe0f', 'say "hi"'])(
    'a password %j is no matter',
    async (password) => {
      await expect(
        stage.context({ imports: [PayamSmsModule.forRoot({ ...ANYBODY, password })] }),
      ).resolves.toBeDefined();
    },
  );
});

it.each([
  ['clientSecret', 'PAYAMSMS_CLIENT_SECRET', '"s3cret"'],
  ['password', 'PAYAMSMS_PASSWORD', "'s3cret'"],
])('quotes around %s (%s) are warned of, without the value', async (option, variable, value) => {
  const settings = { ...ANYBODY, [option]: value };
  const said = await saidAtStart({ imports: [PayamSmsModule.forRoot(settings)] });
  expect(said).toEqual([expect.stringContaining(`${option} (${variable}) has quotes around it`)]);
  expect(said.join()).not.toContain('s3cret');
});

const tracking = () => [...EVENTS_AND_JOBS, PayamSmsModule.forRoot({ ...ANYBODY, delivery: true })];

describe('two modules that would poll in one app', () => {
  it.each([
    ['inbox', 'inbox.numbers', { inbox: { numbers: ['982000123'] } }],
    ['delivery', 'delivery', { delivery: true }],
    ['balance', 'balance.lowThreshold', { balance: { lowThreshold: 1 } }],
  ])('are told by name: %s', async (_, option, on) => {
    const imports = [
      ...EVENTS_AND_JOBS,
      PayamSmsModule.forRoot({ ...ANYBODY, ...on, username: 'one' }),
      PayamSmsModule.forRoot({ ...ANYBODY, ...on, username: 'two' }),
    ];
    const error = await failureOf(stage.context({ imports }));
    expect(error).toBeInstanceOf(PayamSmsConfigurationError);
    expect((error as PayamSmsConfigurationError).problems).toMatchObject([
      { option, problem: expect.stringContaining('twice') },
    ]);
  });

  it('are no matter in two apps, nor in one after the other', async () => {
    const first = await stage.context({ imports: tracking() });
    await stage.context({ imports: tracking() });
    await first.close();
    await expect(stage.context({ imports: tracking() })).resolves.toBeDefined();
  });
});
