import { describe, expect, it, jest } from '@jest/globals';
import { AxiosError, type InternalAxiosRequestConfig } from 'axios';
import { inspect } from 'node:util';
import { PayamSmsAuthenticationError } from '../../lib/errors/authentication.error.js';
import { Limiter } from '../../lib/http/limiter.js';
import { HttpClient, type HttpRequest } from '../../lib/http/http-client.js';
import { type FakeAnswer, fakeHttp } from '../support/fake-axios.js';
import { someSettings } from '../support/settings.js';

const SEND: HttpRequest = {
  operation: 'send',
  method: 'POST',
  path: '/panel/webservice/send',
  body: '[{"body":"سلام"}]',
  headers: { 'Content-Type': 'application/json' },
};
const READ: HttpRequest = { operation: 'getBalance', method: 'GET', path: '/balance?a=1' };

function clientWith(answer: FakeAnswer | Error) {
  const requests: InternalAxiosRequestConfig[] = [];
  const http = fakeHttp((config) => {
    requests.push(config);
    if (answer instanceof Error) throw answer;
    return answer;
  });
  const settings = someSettings();
  const limiter = new Limiter(settings);
  return { client: new HttpClient(http, limiter, settings), limiter, requests };
}

describe('an exchange', () => {
  it('sends a body as the bytes it is, with the headers given', async () => {
    const { client, requests } = clientWith({ status: 200 });
    await client.exchange(SEND);
    const [request] = requests;
    expect(request).toMatchObject({
      method: 'post',
      url: 'https://www.payamsms.com/panel/webservice/send',
    });
    expect(String(request?.data)).toBe('[{"body":"سلام"}]');
    expect(request?.headers.get('Content-Type')).toBe('application/json');
    expect(request?.headers.get('Accept')).toBe('application/json');
  });

  it.each([
    ['has taken it', { status: 200 }, 1],
    ['failed', { status: 500 }, 2],
    ['refused it', { status: 400 }, 2],
    ['was not heard to its end', { status: 200, unreadable: 'too long' }, 2],
    ['was cut off', new AxiosError('hang up', 'ECONNRESET'), 2],
  ])(
    'writes a long body anew only where the one before it stood that the service took: it %s',
    async (_, answer, places) => {
      const { client, requests } = clientWith(answer);
      const body = 'سلام '.repeat(5_000);
      for (const n of [1, 2]) await client.exchange({ ...SEND, body: body + n }).catch(() => n);
      const bodies = requests.map(({ data }) => data as Buffer);
      expect(new Set(bodies.map(({ buffer }) => buffer)).size).toBe(places);
      expect(String(bodies[1])).toBe(`${body}2`);
    },
  );

  it('sends no body where there is none', async () => {
    const { client, requests } = clientWith({ status: 200 });
    await client.exchange(READ);
    expect(requests[0]).toMatchObject({ method: 'get', data: undefined });
    expect(requests[0]?.url).toBe('https://www.payamsms.com/balance?a=1');
  });

  it.each([200, 201, 299, 302, 400, 401, 403, 404, 428])(
    'hands on a %i with its body unread',
    async (status) => {
      const headers = { 'content-type': 'text/html' };
      const { client } = clientWith({ status, body: '<p>سلام', headers });
      expect(await client.exchange(READ)).toEqual({
        operation: 'getBalance',
        status,
        contentType: 'text/html',
        body: '<p>سلام',
      });
    },
  );

  it('does without a content type', async () => {
    const { client } = clientWith({ status: 200, body: '5' });
    expect(await client.exchange(READ)).toMatchObject({ contentType: '', body: '5' });
  });

  it.each([429, 500, 502, 503, 504, 599])(
    'throws a transport error for a %i, which leaves open what was done',
    async (status) => {
      const { client } = clientWith({ status, body: 'hush' });
      const error: unknown = await client.exchange(SEND).catch((e: unknown) => e);
      expect(error).toMatchObject({
        name: 'PayamSmsTransportError',
        operation: 'send',
        requestSent: true,
        cause: { name: 'PayamSmsApiError', operation: 'send', status },
      });
      expect(error).not.toHaveProperty('retryAfterMs');
      expect(inspect(error, { depth: 9 })).not.toContain('hush');
    },
  );

  it('tells how long the service asks to wait', async () => {
    const { client } = clientWith({ status: 503, headers: { 'retry-after': '7' } });
    await expect(client.exchange(SEND)).rejects.toMatchObject({ retryAfterMs: 7_000 });
  });

  it.each([
    [429, '7', 7_000],
    [503, '7', 7_000],
    [503, '99999999999999', 3_600_000],
    [429, 'soon', 0],
    [500, '7', 0],
    [200, '7', 0],
  ])('lets a limiter with %i and Retry-After: %s hold back %i ms', async (status, after, ms) => {
    const { client, limiter } = clientWith({ status, headers: { 'retry-after': after } });
    await client.exchange(SEND).catch(() => undefined);
    expect(limiter.heldForMs).toBeLessThanOrEqual(ms);
    expect(limiter.heldForMs).toBeGreaterThan(ms - 2_000);
  });

  it.each([
    ['https://portal.example/login?token=hush', 'https://portal.example'],
    ['//other.example:8443/x', 'https://other.example:8443'],
    ['/elsewhere', 'https://www.payamsms.com'],
    ['http://[', undefined],
  ])('tells of a redirect to %s only the host', async (location, redirectTo) => {
    const { client } = clientWith({ status: 301, headers: { location } });
    expect((await client.exchange(READ)).redirectTo).toBe(redirectTo);
  });

  it('hands an answer of any status on that its caller takes for one', async () => {
    const { client } = clientWith({ status: 500, body: '{}' });
    const answer = await client.exchange({ ...READ, isAnswer: ({ body }) => body === '{}' });
    expect(answer).toMatchObject({ status: 500, body: '{}' });
  });

  it.each([
    ['never left', { code: 'ECONNREFUSED', syscall: 'connect' }, false],
    ['may have arrived', { code: 'ECONNRESET', syscall: 'read' }, true],
  ])('throws a transport error for a request that %s', async (_, facts, requestSent) => {
    const cause = Object.assign(new Error('no luck'), facts);
    const { client } = clientWith(Object.assign(new AxiosError('no luck'), { cause }));
    await expect(client.exchange(SEND)).rejects.toMatchObject({
      name: 'PayamSmsTransportError',
      operation: 'send',
      requestSent,
      cause: { name: 'NetworkFailure', ...facts },
    });
  });

  it('lets an error of an interceptor through as it is', async () => {
    const refused = new PayamSmsAuthenticationError('no', { status: 401 });
    const { client } = clientWith(refused);
    await expect(client.exchange(SEND)).rejects.toBe(refused);
  });

  it('keeps no secret of a request that failed', async () => {
    const error = Object.assign(new AxiosError('reset', 'ECONNRESET'), { request: 'hush' });
    const { client } = clientWith(error);
    const failure: unknown = await client
      .exchange({
        ...SEND,
        headers: { Authorization: 'Basic hush' },
        body: 'hush',
        path: '/?hush',
      })
      .catch((e: unknown) => e);
    expect(failure).toMatchObject({ name: 'PayamSmsTransportError' });
    expect(inspect(failure, { depth: 9, showHidden: true })).not.toContain('hush');
    expect(JSON.stringify(failure)).not.toContain('hush');
  });

  it('does not go through the observable, which costs a stack for every success', async () => {
    const http = fakeHttp(() => ({ status: 200 }));
    const observable = jest.spyOn(http, 'request');
    const settings = someSettings();
    await new HttpClient(http, new Limiter(settings), settings).exchange(READ);
    expect(observable).not.toHaveBeenCalled();
  });
});
