import { describe, expect, it, jest } from '@jest/globals';
import { LoginApi } from '../../lib/api/login.api.js';
import { PayamSmsTransportError } from '../../lib/errors/transport.error.js';
import { Limiter } from '../../lib/http/limiter.js';
import type { HttpAnswer, HttpClient, HttpRequest } from '../../lib/http/http-client.js';
import { anAnswer } from '../support/http-answer.js';
import { someSettings } from '../support/settings.js';

const TOKEN = { access_token: 'token-1', expires_in: 3_600, scope: 'webservice' };
const FIELDS = {
  systemName: 'organisation',
  username: 'user',
  password: 'hush-password',
  scope: 'webservice',
  grant_type: 'password',
};
const BASIC = `Basic ${btoa('client-id:hush-client')}`;

function loginApi(answer: HttpAnswer | Error) {
  const exchange = jest.fn<HttpClient['exchange']>(async () => {
    if (answer instanceof Error) throw answer;
    return answer;
  });
  const settings = someSettings();
  const limiter = new Limiter(settings);
  const api = new LoginApi({ exchange } as unknown as HttpClient, limiter, settings);
  return { api, limiter, exchange, request: (): HttpRequest => exchange.mock.calls[0]![0] };
}

const answer = (body: unknown, status = 200) => anAnswer(body, { operation: 'login', status });
const reset = new PayamSmsTransportError('login', { cause: new Error('reset') });

describe('the login', () => {
  it('sends its fields as JSON', async () => {
    const { api, request } = loginApi(answer(TOKEN));
    await api.login('json');
    expect(request()).toMatchObject({
      operation: 'login',
      method: 'POST',
      path: '/auth/oauth/token',
      headers: { Authorization: BASIC, 'Content-Type': 'application/json' },
    });
    expect(JSON.parse(String(request().body))).toEqual(FIELDS);
  });

  it('sends its fields URL-encoded', async () => {
    const { api, request } = loginApi(answer(TOKEN));
    await api.login('form');
    expect(request()).toMatchObject({
      path: '/auth/oauth/token',
      headers: { Authorization: BASIC, 'Content-Type': 'application/x-www-form-urlencoded' },
    });
    expect(Object.fromEntries(new URLSearchParams(String(request().body)))).toEqual(FIELDS);
  });

  it('sends its fields in the URL, and no body', async () => {
    const { api, request } = loginApi(answer(TOKEN));
    await api.login('query');
    const { pathname, searchParams } = new URL(request().path, 'https://host');
    expect(pathname).toBe('/auth/oauth/token');
    expect(Object.fromEntries(searchParams)).toEqual(FIELDS);
    expect(request().headers).toEqual({ Authorization: BASIC });
    expect(request()).not.toHaveProperty('body');
  });

  it.each<[string, unknown, object]>([
    ['in seconds', TOKEN, { value: 'token-1', expiresInSeconds: 3_600 }],
    ['in quotes', { ...TOKEN, expires_in: '59' }, { value: 'token-1', expiresInSeconds: 59 }],
    ['as 0', { ...TOKEN, expires_in: 0 }, { value: 'token-1', expiresInSeconds: 0 }],
    ['nowhere', { access_token: 'token-1' }, { value: 'token-1' }],
    ['as null', { ...TOKEN, expires_in: null }, { value: 'token-1' }],
    [
      'beside a code that is none',
      { ...TOKEN, errorCode: 0 },
      { value: 'token-1', expiresInSeconds: 3_600 },
    ],
    ['in words', { ...TOKEN, expires_in: 'soon' }, { value: 'token-1' }],
  ])('reads a token whose life is told %s', async (_, body, token) => {
    expect(await loginApi(answer(body)).api.login('json')).toEqual(token);
  });

  it.each<[string, unknown]>([
    ['nothing', {}],
    ['null', { access_token: null }],
    ['an empty text', { access_token: '' }],
    ['a text that no header can hold', { access_token: 'a b\r\nX: y' }],
    ['a list', []],
    ['a bare text', '"token"'],
  ])('expects a token, not %s', async (_, body) => {
    await expect(loginApi(answer(body)).api.login('json')).rejects.toMatchObject({
      name: 'PayamSmsUnexpectedAnswerError',
      operation: 'login',
      where: 'access_token',
    });
  });

  it.each<[number, unknown, string | undefined]>([
    [401, '', undefined],
    [400, { errorCode: 'E2' }, 'E2'],
    [200, { errorCode: 'E5', description: 'hush' }, 'E5'],
    [500, { errorCode: 'E5' }, 'E5'],
    [503, { errorCode: 'E4' }, 'E4'],
    [200, [{ errorCode: 'E5' }], 'E5'],
    [400, [{ errorCode: 'E4' }], 'E4'],
    [404, { errorCode: 'E5' }, 'E5'],
    [400, { error: 'invalid_grant', error_description: 'hush' }, 'invalid_grant'],
    [200, { error: 'invalid_grant' }, 'invalid_grant'],
  ])('throws an API error when refused with %i %j', async (status, body, code) => {
    const { api, exchange } = loginApi(answer(body, status));
    await expect(api.login('json')).rejects.toMatchObject({
      name: 'PayamSmsApiError',
      operation: 'login',
      status,
      ...(code && { code }),
    });
    expect(exchange).toHaveBeenCalledTimes(1);
  });

  it.each([429, 500, 503])(
    'throws a transport error for a %i that says no more',
    async (status) => {
      const { api } = loginApi({ ...answer('', status), retryAfterMs: 7_000 });
      await expect(api.login('json')).rejects.toMatchObject({
        name: 'PayamSmsTransportError',
        operation: 'login',
        retryAfterMs: 7_000,
        cause: { status },
      });
    },
  );

  it('names the host that a redirect points to', async () => {
    const { api } = loginApi({ ...answer('', 301), redirectTo: 'https://portal.example' });
    await expect(api.login('json')).rejects.toMatchObject({
      name: 'PayamSmsUnexpectedAnswerError',
      message: expect.stringContaining('301, a redirect to https://portal.example'),
    });
  });

  it('hands a network error on', async () => {
    const { api } = loginApi(reset);
    await expect(api.login('json')).rejects.toBe(reset);
  });

  it('is not made while a limiter asks for a longer pause than a caller would wait', async () => {
    const { api, limiter, exchange } = loginApi(answer(TOKEN));
    limiter.holdBack(300_000);
    await expect(api.login('json')).rejects.toMatchObject({
      name: 'PayamSmsTransportError',
      operation: 'login',
      requestSent: false,
    });
    expect(exchange).not.toHaveBeenCalled();
  });
});
