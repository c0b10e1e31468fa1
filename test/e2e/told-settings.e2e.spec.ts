import 'reflect-metadata';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { ConfigModule } from '@nestjs/config';
import { PayamSmsConfigurationError, PayamSmsModule } from 'nestjs-payamsms';
import { inspect } from 'node:util';
import { bootModule, ANYBODY, warningsOfBoot } from '../support/boot.js';
import { failureOf } from '../support/failure.js';

const environment = { ...process.env };

afterEach(() => {
  process.env = { ...environment };
  jest.restoreAllMocks();
});

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
    const said = await warningsOfBoot({
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
    const error = await failureOf(bootModule({ imports }));
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
    expect(await warningsOfBoot({ imports: [PayamSmsModule.forRoot(ANYBODY)] })).toEqual([]);
  });
});

describe('a configuration error', () => {
  it('prints its list once, and keeps it for programs', async () => {
    const error = await failureOf(bootModule({ imports: [PayamSmsModule.forRoot({} as never)] }));
    expect(inspect(error).split('PAYAMSMS_CLIENT_ID').length).toBe(2);
    expect((error as PayamSmsConfigurationError).problems).toHaveLength(5);
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({ problems: { length: 5 } });
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
    const error = await failureOf(bootModule({ imports: [PayamSmsModule.forRoot(settings)] }));
    expect((error as PayamSmsConfigurationError).problems.map((problem) => problem.option)).toEqual(
      [option],
    );
    expect(inspect(error)).not.toMatch(/s3c/);
  });

  it.each(['two words', 'p:a%2B+&=é', 'رمز عبور', 'می\u200cخواهم', '❤\ufe0f', 'say "hi"'])(
    'a password %j is no matter',
    async (password) => {
      await expect(
        bootModule({ imports: [PayamSmsModule.forRoot({ ...ANYBODY, password })] }),
      ).resolves.toBeDefined();
    },
  );
});

it.each([
  ['clientSecret', 'PAYAMSMS_CLIENT_SECRET', '"s3cret"'],
  ['password', 'PAYAMSMS_PASSWORD', "'s3cret'"],
])('quotes around %s (%s) are warned of, without the value', async (option, variable, value) => {
  const settings = { ...ANYBODY, [option]: value };
  const said = await warningsOfBoot({ imports: [PayamSmsModule.forRoot(settings)] });
  expect(said).toEqual([expect.stringContaining(`${option} (${variable}) has quotes around it`)]);
  expect(said.join()).not.toContain('s3cret');
});

describe('a variable that names a proxy', () => {
  it.each([
    ['HTTPS_PROXY', 'hush:8080'],
    ['https_proxy', 'socks5://u:hush@127.0.0.1:1080'],
    ['ALL_PROXY', 'socks://hush:1080'],
    ['HTTPS_PROXY', 'http://u:hush@:80:80'],
    ['all_proxy', '   '],
  ])('is warned of where it names none: %s=%s', async (name, value) => {
    const said = await saidWith({ [name]: value });
    expect(said).toEqual([expect.stringMatching(`^${name} is no address of an HTTP proxy`)]);
    expect(said.join()).not.toContain('hush');
  });

  it.each(['other.invalid', 'payamsms.invalid:8443', 'sms.invalid', ''])(
    'is warned of where NO_PROXY says %j',
    async (NO_PROXY) => {
      expect(await saidWith({ HTTPS_PROXY: 'proxy:80', NO_PROXY })).toHaveLength(1);
    },
  );

  it.each<[Record<string, string>, object]>([
    [{ HTTPS_PROXY: 'http://u:hush@proxy.example:8080' }, {}],
    [{ HTTPS_PROXY: 'https://proxy.example' }, {}],
    [{ HTTP_PROXY: 'proxy:80', HTTPS_PROXY: '' }, {}],
    [{ https_proxy: 'http://proxy.example', ALL_PROXY: 'socks5://proxy.example' }, {}],
    [{ HTTPS_PROXY: 'proxy:80' }, { http: { proxy: false } }],
    [{ HTTPS_PROXY: 'proxy:80', NO_PROXY: 'other.ir, payamsms.invalid' }, {}],
    [{ HTTPS_PROXY: 'proxy:80', no_proxy: 'PayamSms.invalid:443' }, {}],
    [{ HTTPS_PROXY: 'proxy:80', NO_PROXY: '.invalid' }, {}],
    [{ HTTPS_PROXY: 'proxy:80', NO_PROXY: '*' }, {}],
    [{ HTTPS_PROXY: 'proxy:80' }, { baseUrl: 'https://localhost' }],
  ])('is no matter otherwise: %j %j', async (environment, settings) => {
    expect(await saidWith(environment, settings)).toEqual([]);
  });
});

/** What is said where these proxies alone are named. */
async function saidWith(environment: Record<string, string>, settings = {}) {
  for (const name of Object.keys(process.env)) {
    if (/_proxy$/i.test(name)) delete process.env[name];
  }
  Object.assign(process.env, environment);
  const options = { ...ANYBODY, baseUrl: 'https://payamsms.invalid', ...settings };
  return warningsOfBoot({ imports: [PayamSmsModule.forRoot(options)] });
}
