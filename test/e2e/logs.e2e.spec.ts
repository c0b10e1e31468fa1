import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ConsoleLogger, Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AccountService, AuthService, PayamSmsModule, SmsService } from 'nestjs-payamsms';
import { startSimulator, keepStatesBack } from '../support/simulator.js';
import { atEnd } from '../support/at-end.js';
import { failureOf } from '../support/failure.js';
import { MARKED, markedMessage, leaksIn } from '../support/marked.js';
import { SOON_UNKNOWN } from '../support/boot.js';

const written: string[] = [];

beforeEach(() => {
  written.length = 0;
  for (const stream of [process.stdout, process.stderr]) {
    jest.spyOn(stream, 'write').mockImplementation((chunk) => Boolean(written.push(String(chunk))));
  }
});

afterEach(() => {
  jest.restoreAllMocks();
});

@Controller()
class Shop {
  constructor(
    private readonly sms: SmsService,
    private readonly account: AccountService,
  ) {}

  @Get('send')
  send() {
    return this.sms.send(markedMessage);
  }

  @Get('balance')
  balance() {
    return this.account.getBalance();
  }
}

describe.each([{ json: false }, { json: true }])('Nest’s own logger, %j', (format) => {
  const logger = () =>
    new ConsoleLogger({
      ...format,
      colors: false,
      logLevels: ['verbose', 'debug', 'log', 'warn', 'error'],
    });

  it('shows nothing secret of an app whose routes fail in every way', async () => {
    const sim = await startSimulator({ credentials: MARKED });
    @Module({
      imports: [
        PayamSmsModule.forRoot({
          baseUrl: sim.url,
          ...MARKED,
          sender: '982000123',
          retry: { maxAttempts: 1 },
          settleMs: 10,
          ...SOON_UNKNOWN,
        }),
      ],
      controllers: [Shop],
    })
    class AppModule {}
    const app = await NestFactory.create(AppModule, { logger: logger() });
    atEnd(() => app.close());
    await app.listen(0, '127.0.0.1');
    const url = await app.getUrl();
    const token = await app.get(AuthService, { strict: false }).getAccessToken();

    const kinds = [
      'drop',
      'accept-then-drop',
      'status 500',
      'status 403',
      '401',
      'garbage',
    ] as const;
    for (const kind of kinds) {
      sim.clearFaults();
      sim.fail('send', kind);
      sim.fail('getBalance', kind);
      keepStatesBack(sim);
      for (const route of ['send', 'balance']) {
        const answer = await fetch(`${url}/${route}`);
        expect(answer.status).toBe(500);
        expect(leaksIn([await answer.text()], [token])).toEqual([]);
      }
    }
    expect(written.join('')).toContain('PayamSmsUnknownOutcomeError');
    expect(written.join('')).toContain('PayamSmsTransportError');

    sim.clearFaults();
    sim.fail('send', 'accept-then-drop', { times: 1 });
    for (const _ of ['settled', 'at once']) {
      expect((await fetch(`${url}/send`)).status).toBe(200);
    }
    expect(written.join('')).toContain('found by asking');
    expect(leaksIn(written, [token])).toEqual([]);
  });

  it('shows no value of the wrong settings of an app that cannot start', async () => {
    const module = PayamSmsModule.forRoot({
      ...MARKED,
      baseUrl: `http://${MARKED.username}@payamsms.example/${MARKED.clientSecret}`,
      sender: MARKED.password,
      timeZone: MARKED.systemName,
    });
    await failureOf(NestFactory.create(module, { logger: logger(), abortOnError: false }));
    expect(written.join('')).toContain('PAYAMSMS_TIME_ZONE');
    expect(leaksIn(written)).toEqual([]);
  });
});
