import { afterEach, describe, expect, it } from '@jest/globals';
import { NestFactory } from '@nestjs/core';
import {
  PayamSmsConfigurationError,
  PayamSmsModule,
  type PayamSmsModuleOptions,
} from 'nestjs-payamsms';
import { failureOf } from '../support/failure.js';
import { everySight } from '../support/sight.js';
import { ANYBODY } from '../support/boot.js';

const environment = { ...process.env };

afterEach(() => {
  process.env = { ...environment };
});

function startError(module: ReturnType<typeof PayamSmsModule.forRoot>): Promise<Error> {
  return failureOf(
    NestFactory.createApplicationContext(module, { logger: false, abortOnError: false }),
  );
}

function problemsOf(error: Error): string[] {
  expect(error).toBeInstanceOf(PayamSmsConfigurationError);
  return (error as PayamSmsConfigurationError).problems.map(({ option }) => option);
}

const started = (options: object) =>
  startError(PayamSmsModule.forRoot(options as unknown as PayamSmsModuleOptions));

describe('wrong settings', () => {
  it('stop the start with one error that names every missing option and its variable', async () => {
    const error = await started({});
    expect(problemsOf(error)).toEqual([
      'clientId',
      'clientSecret',
      'systemName',
      'username',
      'password',
    ]);
    for (const variable of ['CLIENT_ID', 'CLIENT_SECRET', 'SYSTEM_NAME', 'USERNAME', 'PASSWORD']) {
      expect(error.message).toContain(`PAYAMSMS_${variable}`);
    }
  });

  it.each([undefined, null])('stop it so too where none are given, but %j', async (none) => {
    expect(problemsOf(await started(none as never))).toHaveLength(5);
  });

  it('stop it in the same way when they come from the variables', async () => {
    process.env['PAYAMSMS_CLIENT_ID'] = 'client';
    process.env['PAYAMSMS_BATCH_SIZE'] = '251';
    process.env['PAYAMSMS_RETRY_MAX_ATTEMPTS'] = 'many';
    process.env['PAYAMSMS_TIMEOUT_MS'] = '0';
    const error = await startError(PayamSmsModule.forRootAsync());
    expect(new Set(problemsOf(error))).toEqual(
      new Set([
        'clientSecret',
        'systemName',
        'username',
        'password',
        'batchSize',
        'retry.maxAttempts',
        'timeoutMs',
      ]),
    );
    expect(error.message).toContain('PAYAMSMS_BATCH_SIZE');
    expect(error.message).toContain('PAYAMSMS_RETRY_MAX_ATTEMPTS');
  });

  it('count as missing when a variable is set to nothing', async () => {
    process.env['PAYAMSMS_PASSWORD'] = '';
    expect(problemsOf(await startError(PayamSmsModule.forRootAsync()))).toContain('password');
  });

  it.each([
    ['baseUrl', 'http://payamsms.example'],
    ['baseUrl', 'https://user:marked@payamsms.example'],
    ['baseUrl', 'ftp://127.0.0.1'],
    ['baseUrl', 'nowhere'],
    ['sender', 'my shop'],
    ['loginEncoding', 'xml'],
    ['timeoutMs', -1],
    ['timeoutMs', 1.5],
    ['timeoutMs', 2 ** 31],
    ['timeZone', 'Asia/Nowhere'],
    ['batchSize', 0],
    ['batchSize', 251],
    ['maxConcurrency', 0],
    ['requestsPerSecond', 0],
    ['retry', 'always'],
    ['http', []],
    ['clientId', 42],
    ['retrys', {}],
  ])('are told by name: %s = %j', async (option, value) => {
    expect(problemsOf(await started({ ...ANYBODY, [option]: value }))).toEqual([option]);
  });

  it.each(['http://127.0.0.1:1', 'http://localhost:1', 'http://[::1]:1', 'https://any.example/'])(
    'are not: baseUrl = %s',
    async (baseUrl) => {
      const context = await NestFactory.createApplicationContext(
        PayamSmsModule.forRoot({ ...ANYBODY, baseUrl }),
        { logger: false },
      );
      await expect(context.close()).resolves.toBeUndefined();
    },
  );

  it('are never shown, because a secret may stand in the wrong place', async () => {
    const marked = 'MARKED-SECRET';
    const wrong = Object.fromEntries(
      ['baseUrl', 'sender', 'loginEncoding', 'timeoutMs', 'timeZone', 'batchSize', 'retry'].map(
        (option) => [option, marked],
      ),
    );
    const error = await started({ ...ANYBODY, ...wrong, password: 7, clientSecret: marked });
    expect(problemsOf(error)).toHaveLength(8);
    expect(everySight(error)).not.toContain(marked);
  });
});
