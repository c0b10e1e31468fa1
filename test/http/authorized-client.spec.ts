import { describe, expect, it, jest } from '@jest/globals';
import { PayamSmsTransportError } from '../../lib/errors/transport.error.js';
import { AuthorizedClient } from '../../lib/http/authorized-client.js';
import { Limiter } from '../../lib/http/limiter.js';
import type { HttpClient, HttpRequest } from '../../lib/http/http-client.js';
import { deferred } from '../support/deferred.js';
import { fakeHttp } from '../support/fake-axios.js';
import { anAnswer } from '../support/http-answer.js';
import { someSettings } from '../support/settings.js';
import { until } from '../support/waiting.js';

const READ: HttpRequest = { operation: 'getBalance', method: 'GET', path: '/balance' };
const OK = anAnswer('5');

function setUp(exchange: HttpClient['exchange'], getToken = async () => 'token') {
  const settings = someSettings({ maxConcurrency: 2, retry: { baseDelayMs: 0 } });
  const asked = jest.fn(exchange);
  const tokens = { hasToken: false, getToken: jest.fn(getToken), dropToken: jest.fn() };
  const client = new AuthorizedClient(
    fakeHttp(() => ({ status: 200 })),
    { exchange: asked } as unknown as HttpClient,
    tokens,
    new Limiter(settings),
    settings,
  );
  return { client, exchange: asked, tokens };
}

const reset = (operation: HttpRequest['operation']) =>
  new PayamSmsTransportError(operation, { cause: new Error('reset') });

describe('a request with a token', () => {
  it('is exchanged once and answered', async () => {
    const { client, exchange } = setUp(async () => OK);
    expect(await client.request(READ, () => true)).toBe(OK);
    expect(exchange.mock.calls).toEqual([[READ, undefined]]);
  });

  it('is repeated where it may be, up to maxAttempts', async () => {
    const error = reset('getBalance');
    const { client, exchange } = setUp(async () => {
      throw error;
    });
    await expect(client.request(READ, () => true)).rejects.toBe(error);
    expect(exchange).toHaveBeenCalledTimes(3);
  });

  it('is not repeated where it may not be', async () => {
    const { client, exchange } = setUp(async () => {
      throw reset('getBalance');
    });
    await expect(client.request(READ, () => false)).rejects.toThrow('reset');
    expect(exchange).toHaveBeenCalledTimes(1);
  });

  it('is not repeated after a login that failed, for that was repeated by itself', async () => {
    const { client, exchange, tokens } = setUp(
      async () => OK,
      async () => {
        throw reset('login');
      },
    );
    await expect(client.request(READ, () => true)).rejects.toMatchObject({ operation: 'login' });
    expect(tokens.getToken).toHaveBeenCalledTimes(1);
    expect(exchange).not.toHaveBeenCalled();
  });

  it('does not leave before it has a token, though that was lost while it waited for its place', async () => {
    const { client, exchange, tokens } = setUp(async () => OK);
    const places = [deferred(), deferred()];
    exchange.mockImplementationOnce(() => places[0]!.promise.then(() => OK));
    exchange.mockImplementationOnce(() => places[1]!.promise.then(() => OK));
    tokens.hasToken = true;
    const underWay = [client.request(READ, () => true), client.request(READ, () => true)];
    const make = jest.fn(() => READ);
    const waiting = client.request({ operation: 'send', make }, () => true);
    const login = deferred<string>();
    tokens.hasToken = false;
    tokens.getToken.mockImplementationOnce(() => login.promise);
    places[0]!.resolve();
    await until('it asks for one', () => tokens.getToken.mock.calls.length > 0);
    expect(make).not.toHaveBeenCalled();
    login.resolve('token');
    expect(await waiting).toBe(OK);
    places[1]!.resolve();
    await Promise.all(underWay);
  });

  it('takes no place of the limiter while it waits for the login', async () => {
    const login = deferred<string>();
    const answers = [login.promise, login.promise, Promise.resolve('token')];
    const { client } = setUp(
      async () => OK,
      () => answers.shift()!,
    );
    const waiting = [client.request(READ, () => true), client.request(READ, () => true)];
    // Both places would be taken by those who wait.
    expect(await client.request(READ, () => true)).toBe(OK);
    login.resolve('token');
    await Promise.all(waiting);
  });

  it('waits for its turn at the limiter', async () => {
    const ends = [deferred(), deferred()];
    let asked = 0;
    const { client, exchange } = setUp(async () => {
      await ends[asked++]?.promise;
      return OK;
    });
    const all = [1, 2, 3].map(() => client.request(READ, () => true));
    await new Promise(setImmediate);
    expect(exchange).toHaveBeenCalledTimes(2);
    ends[0]!.resolve();
    await all[0];
    await all[2];
    expect(exchange).toHaveBeenCalledTimes(3);
    ends[1]!.resolve();
    await Promise.all(all);
  });
});
