import { describe, expect, it } from '@jest/globals';
import { PayamSmsAuthenticationError } from 'nestjs-payamsms';
import { bootApp } from '../support/boot.js';
import { startSimulator, countOf } from '../support/simulator.js';
import { startServer, LOGIN, BALANCE, tokenAnswer } from '../support/scripted-server.js';
import { failureOf } from '../support/failure.js';
import { deferred } from '../support/deferred.js';

/** Calls all at once. */
const times = <T>(count: number, call: () => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, call));

describe('a cold start', () => {
  it('logs in once for a thousand concurrent calls', async () => {
    const sim = await startSimulator({ credit: 5 });
    const { account } = await bootApp(sim, { maxConcurrency: 50 });
    const balances = await times(1_000, () => account.getBalance());
    expect(new Set(balances)).toEqual(new Set([5]));
    expect(countOf(sim, 'login')).toBe(1);
    expect(countOf(sim, 'getBalance')).toBe(1_000);
  });

  it('gives a thousand concurrent askers one token', async () => {
    const sim = await startSimulator();
    const { auth } = await bootApp(sim);
    expect(new Set(await times(1_000, () => auth.getAccessToken())).size).toBe(1);
    expect(countOf(sim, 'login')).toBe(1);
  });

  it('gives all that wait for a failed login its error, and logs in again for the next', async () => {
    const sim = await startSimulator();
    sim.fail('login', 'drop', { times: 1 });
    const { account } = await bootApp(sim, { retry: { maxAttempts: 1 } });
    const errors = await times(20, () => failureOf(account.getBalance()));
    expect(new Set(errors.map(({ name }) => name))).toEqual(new Set(['PayamSmsTransportError']));
    expect(countOf(sim, 'login')).toBe(1);
    await account.getBalance();
    expect(countOf(sim, 'login')).toBe(2);
  });
});

describe('a token that is refused', () => {
  it('costs one login when fifty calls were in flight with it', async () => {
    const sim = await startSimulator({ credit: 5 });
    const { account } = await bootApp(sim, { maxConcurrency: 50 });
    await account.getBalance();
    sim.revokeTokens();
    expect(await times(50, () => account.getBalance())).toEqual(Array(50).fill(5));
    expect(countOf(sim, 'login')).toBe(2);
  });

  it('costs one login among four at once, with fifty more waiting', async () => {
    const sim = await startSimulator({ credit: 5 });
    const { account } = await bootApp(sim);
    await account.getBalance();
    sim.revokeTokens();
    expect(await times(54, () => account.getBalance())).toEqual(Array(54).fill(5));
    expect(countOf(sim, 'login')).toBe(2);
  });

  it('is dropped alone: a late refusal of the old token spares the new one', async () => {
    const late = deferred();
    const server = await startServer(async ({ path, nth, headers }) => {
      if (path === LOGIN) return tokenAnswer(`token-${nth}`);
      if (headers.authorization !== 'Bearer token-1') return { body: 5 };
      // The first with the old token is refused at once, the second when all is well again.
      if (nth === 2) await late.promise;
      return { status: 401 };
    });
    const { auth, account } = await bootApp(server);
    await auth.getAccessToken();
    const first = account.getBalance();
    const second = account.getBalance();
    expect(await first).toBe(5);
    late.resolve();
    expect(await second).toBe(5);
    expect(await auth.getAccessToken()).toBe('token-2');
    expect(server.count(LOGIN)).toBe(2);
  });

  it('repeats a send too, for a refusal proves that nothing was done', async () => {
    const sim = await startSimulator();
    const { auth, sms } = await bootApp(sim);
    await auth.getAccessToken();
    sim.revokeTokens();
    await sms.send({ recipient: '09121234567', body: 'hello' });
    expect(sim.messages).toHaveLength(1);
    expect(countOf(sim, 'sendMultipleWithSrcBody', 'login')).toBe(4);
  });
});

describe('a second refusal', () => {
  it('is an authentication error, after two requests and no loop', async () => {
    const sim = await startSimulator();
    const fault = sim.fail('getBalance', '401');
    const { account } = await bootApp(sim);
    const error = await failureOf(account.getBalance());
    expect(error).toBeInstanceOf(PayamSmsAuthenticationError);
    expect(error).toMatchObject({ status: 401 });
    expect(fault.fired).toBe(2);
    expect(countOf(sim, 'login')).toBe(2);
  });

  it('stays bounded for fifty calls at once', async () => {
    const sim = await startSimulator();
    const fault = sim.fail('getBalance', '401');
    const { account } = await bootApp(sim, { maxConcurrency: 50 });
    const errors = await times(50, () => failureOf(account.getBalance()));
    expect(errors.every((error) => error instanceof PayamSmsAuthenticationError)).toBe(true);
    expect(fault.fired).toBe(100);
    // One for each call at the very worst, and no more.
    expect(countOf(sim, 'login')).toBeLessThanOrEqual(51);
  });

  it('ends when the refusals end', async () => {
    const sim = await startSimulator({ credit: 5 });
    sim.fail('getBalance', '401', { times: 2 });
    const { account } = await bootApp(sim);
    await failureOf(account.getBalance());
    expect(await account.getBalance()).toBe(5);
  });

  it('needs a refusal: a 403 is no reason to log in again', async () => {
    const sim = await startSimulator();
    sim.fail('getBalance', 'status 403');
    const { account } = await bootApp(sim);
    expect(await failureOf(account.getBalance())).toMatchObject({
      name: 'PayamSmsApiError',
      status: 403,
    });
    expect([countOf(sim, 'login'), countOf(sim, 'getBalance')]).toEqual([1, 1]);
  });
});

it('sends each request with the token of its own login', async () => {
  const server = await startServer(({ path }) =>
    path === LOGIN ? tokenAnswer('the-token') : { body: 1 },
  );
  const { account } = await bootApp(server);
  await account.getBalance();
  const [login, balance] = server.requests;
  expect(login?.headers.authorization).toBe(
    `Basic ${Buffer.from('client:client-secret').toString('base64')}`,
  );
  expect(balance).toMatchObject({ path: BALANCE, headers: { authorization: 'Bearer the-token' } });
});
