import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { IssuedToken } from '../../lib/api/api.types.js';
import type { LoginApi } from '../../lib/api/login.api.js';
import { REFUSAL_MEMORY_MS, TokenKeeper } from '../../lib/auth/token-keeper.js';
import { PayamSmsApiError } from '../../lib/errors/api.error.js';
import { PayamSmsAuthenticationError } from '../../lib/errors/authentication.error.js';
import { PayamSmsTransportError } from '../../lib/errors/transport.error.js';
import { PayamSmsUnexpectedAnswerError } from '../../lib/errors/unexpected-answer.error.js';
import { Limiter } from '../../lib/http/limiter.js';
import { someSettings } from '../support/settings.js';

const wrongPassword = new PayamSmsApiError('login', { status: 401, code: 'E5' });

function keeper(...answers: (IssuedToken | Error)[]) {
  const login = jest.fn<() => Promise<IssuedToken>>(async () => {
    const answer = answers.length > 1 ? answers.shift()! : answers[0]!;
    if (answer instanceof Error) throw answer;
    return answer;
  });
  const settings = someSettings({ loginEncoding: 'json', retry: { maxAttempts: 1 } });
  return {
    tokens: new TokenKeeper({ login } as unknown as LoginApi, new Limiter(settings), settings),
    login,
  };
}

const errorOf = async (tokens: TokenKeeper): Promise<PayamSmsAuthenticationError> =>
  tokens.getToken().then(
    () => {
      throw new Error('The login was taken');
    },
    (error: unknown) => error as PayamSmsAuthenticationError,
  );

beforeEach(() => {
  jest.useFakeTimers();
});

describe('a refused login', () => {
  it('is an authentication error that says what to check, and keeps its cause', async () => {
    const { tokens } = keeper(wrongPassword);
    const error = await errorOf(tokens);
    expect(error).toBeInstanceOf(PayamSmsAuthenticationError);
    expect(error).toMatchObject({ status: 401, code: 'E5', retryAfterMs: 30_000 });
    expect(error.cause).toBe(wrongPassword);
    for (const name of ['CLIENT_ID', 'CLIENT_SECRET', 'SYSTEM_NAME', 'USERNAME', 'PASSWORD']) {
      expect(error.message).toContain(`PAYAMSMS_${name}`);
    }
    expect(error.message).toContain('refused (E5)');
  });

  it('names the HTTP status where there is no code', async () => {
    const error = await errorOf(keeper(new PayamSmsApiError('login', { status: 403 })).tokens);
    expect(error.message).toContain('refused (HTTP 403)');
    expect(error).not.toHaveProperty('code');
  });

  it('is remembered for 30 s, however often it is asked for', async () => {
    const { tokens, login } = keeper(wrongPassword);
    expect(REFUSAL_MEMORY_MS).toBe(30_000);
    await errorOf(tokens);
    for (let i = 1; i <= 100; i++) {
      jest.advanceTimersByTime(299);
      expect(await errorOf(tokens)).toMatchObject({ retryAfterMs: 30_000 - 299 * i });
    }
    expect(login).toHaveBeenCalledTimes(1);
    jest.advanceTimersByTime(100);
    await errorOf(tokens);
    expect(login).toHaveBeenCalledTimes(2);
  });

  it('is remembered by the clock that nobody sets', async () => {
    const { tokens, login } = keeper(wrongPassword);
    await errorOf(tokens);
    jest.setSystemTime(Date.now() + 86_400_000);
    await errorOf(tokens);
    expect(login).toHaveBeenCalledTimes(1);
  });

  it('is made once for a thousand concurrent calls', async () => {
    const { tokens, login } = keeper(wrongPassword);
    const errors = await Promise.all(Array.from({ length: 1_000 }, () => errorOf(tokens)));
    expect(errors.every((error) => error instanceof PayamSmsAuthenticationError)).toBe(true);
    expect(login).toHaveBeenCalledTimes(1);
  });

  it('is forgotten when a later one is taken', async () => {
    const { tokens, login } = keeper(wrongPassword, { value: 't1' }, { value: 't2' });
    await errorOf(tokens);
    jest.advanceTimersByTime(30_000);
    expect(await tokens.getToken()).toBe('t1');
    tokens.dropToken('t1');
    expect(await tokens.getToken()).toBe('t2');
    expect(login).toHaveBeenCalledTimes(3);
  });

  it('does not take away a token that is in force', async () => {
    const { tokens } = keeper({ value: 't1', expiresInSeconds: 60 }, wrongPassword);
    await tokens.getToken();
    jest.advanceTimersByTime(59_999);
    expect(await tokens.getToken()).toBe('t1');
    jest.advanceTimersByTime(1);
    expect(await errorOf(tokens)).toMatchObject({ code: 'E5' });
  });
});

describe.each<[string, Error]>([
  ['a redirect', new PayamSmsUnexpectedAnswerError('login', 'status', 'expected 2xx, got 302')],
  ['a page of HTML', new PayamSmsUnexpectedAnswerError('login', 'body', 'expected JSON')],
  ['a 404', new PayamSmsApiError('login', { status: 404 })],
  ['a 405', new PayamSmsApiError('login', { status: 405 })],
  ['a 407', new PayamSmsApiError('login', { status: 407 })],
  ['a 415', new PayamSmsApiError('login', { status: 415 })],
  [
    'a code that speaks of no credentials',
    new PayamSmsApiError('login', { status: 200, code: 'E2' }),
  ],
])('a login answered with %s', (_, answer) => {
  it('is not called refused, and not remembered', async () => {
    const { tokens, login } = keeper(answer, { value: 't1' });
    await expect(tokens.getToken()).rejects.toBe(answer);
    expect(await tokens.getToken()).toBe('t1');
    expect(login).toHaveBeenCalledTimes(2);
  });
});

describe.each<[number, string | undefined]>([
  [400, undefined],
  [401, undefined],
  [403, undefined],
  [200, 'E4'],
  [200, 'E5'],
  [500, 'invalid_grant'],
])('a login answered with %i and the code %s', (status, code) => {
  it('is called refused', async () => {
    const answer = new PayamSmsApiError('login', { status, ...(code !== undefined && { code }) });
    expect(await errorOf(keeper(answer).tokens)).toMatchObject({ status, cause: answer });
  });
});

describe('a login that could not be made', () => {
  it('fails every call that waits for it, and is tried again by the next', async () => {
    const reset = new PayamSmsTransportError('login', { cause: new Error('reset') });
    const { tokens, login } = keeper(reset, { value: 't1' });
    const calls = [tokens.getToken(), tokens.getToken()];
    for (const call of calls) await expect(call).rejects.toBe(reset);
    expect(login).toHaveBeenCalledTimes(1);
    expect(await tokens.getToken()).toBe('t1');
  });
});
