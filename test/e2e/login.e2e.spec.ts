import { describe, expect, it, jest } from '@jest/globals';
import { ConsoleLogger, Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  PayamSmsAuthenticationError,
  PayamSmsModule,
  type PayamSmsModuleOptions,
} from 'nestjs-payamsms';
import type { LoginFields } from 'nestjs-payamsms/simulator';
import { bootApp, ANYBODY } from '../support/boot.js';
import { startSimulator, countOf } from '../support/simulator.js';
import { startServer, LOGIN, tokenAnswer } from '../support/scripted-server.js';
import { failureOf } from '../support/failure.js';
import { useSteppedTime } from '../support/stepped-time.js';

const time = useSteppedTime();

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';

describe('loginEncoding', () => {
  it.each<[LoginFields, number, string[]]>([
    ['any', 400, [FORM_TYPE]],
    ['form', 403, [FORM_TYPE]],
    ...[400, 401, 403, 404, 415, 422, 500].map((says): [LoginFields, number, string[]] => [
      'json',
      says,
      [FORM_TYPE, JSON_TYPE],
    ]),
  ])('auto finds its way to a service that takes %s, else says %d', async (takes, says, asked) => {
    const sim = await startSimulator({ dialect: { loginFields: takes, loginRefusal: says } });
    const { auth } = await bootApp(sim);
    await auth.getAccessToken();
    expect(sim.requests.map(({ headers }) => headers['content-type'])).toEqual(asked);
    expect(sim.requests.map(({ query }) => query)).toEqual(asked.map(() => ({})));
  });

  it('auto keeps what worked', async () => {
    const sim = await startSimulator({ dialect: { loginFields: 'json' } });
    const { auth, account } = await bootApp(sim);
    await auth.getAccessToken();
    for (const _ of [1, 2]) {
      sim.revokeTokens();
      await account.getBalance();
    }
    const logins = sim.requests.filter(({ operation }) => operation === 'login');
    expect(logins.map(({ status }) => status)).toEqual([400, 200, 200, 200]);
  });

  it.each([429, 502, 503, 504] as const)(
    'auto does not try another form for a %i, which passes',
    async (status) => {
      const sim = await startSimulator();
      sim.fail('login', `status ${status}`, { times: 1 });
      const { auth } = await bootApp(sim);
      await auth.getAccessToken();
      expect(sim.requests.map(({ headers }) => headers['content-type'])).toEqual([
        FORM_TYPE,
        FORM_TYPE,
      ]);
    },
  );

  it.each(['json', 'form', 'query'] as const)(
    '%s logs in to a service of its kind',
    async (kind) => {
      const sim = await startSimulator({ dialect: { loginFields: kind } });
      const { auth } = await bootApp(sim, { loginEncoding: kind });
      expect(await auth.getAccessToken()).toEqual(expect.any(String));
      expect(countOf(sim, 'login')).toBe(1);
      expect(sim.requests[0]?.path).toBe(LOGIN);
    },
  );

  it.each([
    ['json', 'form'],
    ['json', 'query'],
    ['form', 'json'],
    ['form', 'query'],
    ['query', 'json'],
    ['query', 'form'],
  ] as const)('%s tries nothing else with a service that takes %s', async (forced, takes) => {
    const sim = await startSimulator({ dialect: { loginFields: takes } });
    const { auth } = await bootApp(sim, { loginEncoding: forced });
    expect(await failureOf(auth.getAccessToken())).toBeInstanceOf(PayamSmsAuthenticationError);
    expect(countOf(sim, 'login')).toBe(1);
  });

  it.each(['json', 'form', 'query'] as const)(
    '%s carries any credentials to the letter',
    async (kind) => {
      const credentials = {
        clientId: 'شناسه',
        clientSecret: 'p:a%2B+&=é',
        systemName: 'سامانه ی ما',
        username: 'a b+c&d=e%26',
        password: '"\\\u0001\u2028😀+ %',
      };
      const sim = await startSimulator({ credentials });
      const { auth } = await bootApp(sim, { loginEncoding: kind });
      expect(await auth.getAccessToken()).toEqual(expect.any(String));
    },
  );

  it('query is warned of at the start, for it leaks the password into access logs', async () => {
    const warned = await warningsAtStart({ loginEncoding: 'query', password: 'p4ss-w0rd' });
    expect(warned.join()).toMatch(/query/i);
    expect(warned.join()).not.toContain('p4ss-w0rd');
  });

  it.each(['auto', 'json', 'form'] as const)('%s is not', async (loginEncoding) => {
    expect(await warningsAtStart({ loginEncoding })).toEqual([]);
  });
});

describe('a login that something else has answered', () => {
  const ELSEWHERE = { location: 'https://portal.example:8443/login?next=hush' };

  it.each([
    [301, ELSEWHERE, '', 'portal.example:8443'],
    [302, ELSEWHERE, '', 'portal.example:8443'],
    [307, { location: '/login?next=hush' }, '', '127.0.0.1'],
    [404, {}, '<html>hush</html>', '404'],
    [407, {}, 'hush', '407'],
    [405, {}, '', '405'],
    [200, {}, '<html>hush</html>', 'HTML'],
    [200, {}, '', 'empty'],
    [200, {}, '{}', 'token'],
  ])(
    'with %i %j %j is not called refused, and says what came',
    async (status, headers, body, says) => {
      const server = await startServer(() => ({
        status,
        headers: {
          'content-type': body.startsWith('<') ? 'text/html' : 'application/json',
          ...headers,
        },
        body,
      }));
      const { account, sms } = await bootApp(server);
      const error = await failureOf(account.getBalance());
      expect(error).not.toBeInstanceOf(PayamSmsAuthenticationError);
      expect(error.message).toContain(says);
      expect(error.message).not.toContain('hush');
      const unsent = await failureOf(sms.send({ recipient: '09121234567', body: 'hello' }));
      expect(unsent).toMatchObject({ name: 'PayamSmsUnsentError', reason: 'unreachable' });
      expect(unsent.message).not.toMatch(/credential|PASSWORD/);
      expect((unsent.cause as Error).message).toContain(says);
    },
  );
});

describe('a refused login', () => {
  it.each([
    ['auto', 2],
    ['json', 1],
    ['form', 1],
  ] as const)('is remembered: with %s many calls make %d', async (loginEncoding, logins) => {
    const sim = await startSimulator();
    const { account, sms } = await bootApp(
      { url: sim.url, credentials: { ...sim.credentials, password: 'wrong' } },
      { loginEncoding },
    );
    for (let call = 0; call < 20; call++) {
      const error = await failureOf(account.getBalance());
      expect(error).toBeInstanceOf(PayamSmsAuthenticationError);
      expect(error).toMatchObject({ status: 401, code: 'E5' });
      time.advance(1_000);
    }
    const outcome = await failureOf(sms.send({ recipient: '09121234567', body: 'hello' }));
    expect(outcome).toMatchObject({ reason: 'authentication' });
    // A send leads to the variables as any other call does.
    expect(outcome.message).toContain('PAYAMSMS_PASSWORD');
    expect(countOf(sim, 'login')).toBe(logins);
    expect(sim.requests).toHaveLength(logins);
  });

  it('tells for how long, and is tried again after thirty seconds', async () => {
    const sim = await startSimulator();
    const { auth } = await bootApp(
      { url: sim.url, credentials: { ...sim.credentials, clientSecret: 'wrong' } },
      { loginEncoding: 'json' },
    );
    expect(await failureOf(auth.getAccessToken())).toMatchObject({ retryAfterMs: 30_000 });
    time.advance(29_000);
    expect(await failureOf(auth.getAccessToken())).toMatchObject({ retryAfterMs: 1_000 });
    expect(countOf(sim, 'login')).toBe(1);
    time.advance(1_000);
    await failureOf(auth.getAccessToken());
    expect(countOf(sim, 'login')).toBe(2);
  });

  it('is remembered too when the other form of it is answered with a server error', async () => {
    const server = await startServer(({ headers }) =>
      headers['content-type'] === JSON_TYPE
        ? { status: 401, body: { errorCode: 'E5' } }
        : { status: 500 },
    );
    const { auth } = await bootApp(server);
    for (let call = 0; call < 5; call++) await failureOf(auth.getAccessToken());
    const refused = server.requests.filter(({ headers }) => headers['content-type'] === JSON_TYPE);
    expect(refused).toHaveLength(1);
  });

  it('is forgotten when a login succeeds', async () => {
    let wrong = true;
    const server = await startServer(({ path }) => {
      if (path !== LOGIN) return { body: 7 };
      return wrong ? { status: 401 } : tokenAnswer();
    });
    const { account } = await bootApp(server, { loginEncoding: 'json' });
    await failureOf(account.getBalance());
    wrong = false;
    time.advance(30_000);
    expect(await account.getBalance()).toBe(7);
  });
});

describe('a login answer', () => {
  it.each([
    ['HTML', '<html>Welcome</html>'],
    ['cut JSON', '{"access_token": "abc'],
    ['no token', { expires_in: 3600 }],
    ['an empty token', { access_token: ' ' }],
    ['a token that no header can hold', { access_token: 'a\r\nX-Evil: 1' }],
    ['a list', []],
    ['nothing', ''],
  ])('of %s is an unexpected answer', async (_, body) => {
    const server = await startServer(() => ({ body }));
    const { auth } = await bootApp(server);
    expect(await failureOf(auth.getAccessToken())).toMatchObject({
      name: 'PayamSmsUnexpectedAnswerError',
      operation: 'login',
    });
  });
});

async function warningsAtStart(options: Partial<PayamSmsModuleOptions>) {
  const logger = new ConsoleLogger();
  const warn = jest.spyOn(logger, 'warn').mockImplementation(() => {});
  for (const level of ['log', 'error'] as const) {
    jest.spyOn(logger, level).mockImplementation(() => {});
  }
  const module = PayamSmsModule.forRoot({ ...ANYBODY, baseUrl: 'http://127.0.0.1:1', ...options });
  const context = await NestFactory.createApplicationContext(module, { logger });
  await context.close();
  Logger.overrideLogger(false);
  return warn.mock.calls.map(([message]) => String(message));
}
