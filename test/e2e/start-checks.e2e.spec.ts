import 'reflect-metadata';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Controller, Inject, Injectable, Module, Scope } from '@nestjs/common';
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
import { bootModule, ANYBODY, warningsOfBoot } from '../support/boot.js';
import { startSimulator } from '../support/simulator.js';
import { failureOf } from '../support/failure.js';

afterEach(() => {
  jest.restoreAllMocks();
});

const EVENTS_AND_JOBS = [EventEmitterModule.forRoot(), ScheduleModule.forRoot()];

describe('listeners without what they need', () => {
  @Injectable()
  class Orders {
    @OnInboundSms() text(): void {}
    @OnInboundFailed() failed(): void {}
    @OnDelivery() changed(): void {}
    @OnLowBalance() low(): void {}
  }

  it('are told by name, with the option and its variable', async () => {
    const said = await warningsOfBoot({
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
    const sim = await startSimulator();
    const settings = {
      ...sim.credentials,
      baseUrl: sim.url,
      inbox: { numbers: ['982000123'], startFrom: 'all' as const },
      delivery: true,
      balance: { lowThreshold: 1 },
    };
    const said = await warningsOfBoot({
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
    const said = await warningsOfBoot({
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
    const error = await failureOf(bootModule(metadata));
    expect(error).toBeInstanceOf(PayamSmsConfigurationError);
    expect(error.message).toContain('PayamSmsModule.forRootAsync()');
  });

  it('is no matter for a feature that imports it with options of its own', async () => {
    const { context } = await bootModule({ imports: [PayamSmsModule.forRoot(ANYBODY)] });
    expect(context.get(SmsService, { strict: false })).toBeInstanceOf(SmsService);
  });
});

describe('modules of Nest that are not imported', () => {
  it.each([
    ['inbox.numbers', { inbox: { numbers: ['982000123'] } }],
    ['delivery', { delivery: true }],
    ['balance.lowThreshold', { balance: { lowThreshold: 1 } }],
  ])('are told of at once, each once: %s', async (option, on) => {
    const imports = [PayamSmsModule.forRoot({ ...ANYBODY, ...on })];
    const error = await failureOf(bootModule({ imports }));
    expect((error as PayamSmsConfigurationError).problems).toMatchObject([
      {
        option,
        problem: expect.stringMatching(/EventEmitterModule\.forRoot\(\).*ScheduleModule\.forRoot/),
      },
    ]);
  });
});

const tracking = () => [...EVENTS_AND_JOBS, PayamSmsModule.forRoot({ ...ANYBODY, delivery: true })];

describe('two modules of one account in one app', () => {
  it('stop the start', async () => {
    const imports = [
      PayamSmsModule.forRoot({ ...ANYBODY, username: 'one' }),
      PayamSmsModule.forRoot({ ...ANYBODY, username: 'two' }),
    ];
    const error = await failureOf(bootModule({ imports }));
    expect(error).toBeInstanceOf(PayamSmsConfigurationError);
    expect((error as PayamSmsConfigurationError).problems).toMatchObject([
      { option: 'account', problem: expect.stringContaining('twice') },
    ]);
  });

  it('are no matter in two apps, nor in one after the other', async () => {
    const first = await bootModule({ imports: tracking() });
    await bootModule({ imports: tracking() });
    await first.close();
    await expect(bootModule({ imports: tracking() })).resolves.toBeDefined();
  });
});
