import { describe, expect, it, jest } from '@jest/globals';
import { PayamSmsApi } from '../../lib/api/payamsms.api.js';
import { PayamSmsApiError } from '../../lib/errors/api.error.js';
import { PayamSmsTransportError } from '../../lib/errors/transport.error.js';
import type { AuthorizedClient } from '../../lib/http/authorized-client.js';
import type { HttpRequest } from '../../lib/http/http-client.js';
import type { Repeatable } from '../../lib/http/retry.js';
import { anAnswer } from '../support/http-answer.js';
import { someSettings } from '../support/settings.js';

function apiWith(body: unknown, status = 200) {
  const sent: HttpRequest[] = [];
  const request = jest.fn<AuthorizedClient['request']>(async (given) => {
    const made = 'make' in given ? given.make() : given;
    sent.push(made);
    return anAnswer(body, { operation: made.operation, status });
  });
  const client = { request } as unknown as AuthorizedClient;
  return {
    api: new PayamSmsApi(client, someSettings()),
    sent: (): HttpRequest => sent[0]!,
    mayRepeat: (): Repeatable => request.mock.calls[0]![1],
  };
}

const bodyOf = ({ body }: HttpRequest) => String(typeof body === 'function' ? body() : body);

type Api = ReturnType<typeof apiWith>['api'];

const item = { recipient: '989121234567', customerId: 'a' };
const PAGE = { totalItem: 0, totalPages: 0, currentPage: 0, scheduledMessages: [] };

const lost = new PayamSmsTransportError('getInbox', { cause: new Error('reset') });
const unavailable = new PayamSmsTransportError('getInbox', {
  cause: new PayamSmsApiError('getInbox', { status: 503 }),
});
const neverSent = new PayamSmsTransportError('getInbox', {
  cause: new Error('refused'),
  requestSent: false,
});

describe('reads', () => {
  it.each<[string, unknown, (api: Api) => Promise<unknown>, string]>([
    ['getBalance', 5, (api) => api.getBalance(), '/accounting/webservice/balance'],
    [
      'getStatus',
      [],
      (api) => api.getStatus(['1', '2'], 'serverId'),
      '/report/webservice/status?byCustomer=false&ids=1&ids=2',
    ],
    [
      'getInbox',
      [],
      (api) => api.getInbox('982000123', '9007199254740993'),
      '/report/webservice/mo?number=982000123&id=9007199254740993',
    ],
    [
      'listScheduled',
      PAGE,
      (api) => api.listScheduled(new URLSearchParams({ customerId: 'a b', page: '0' })),
      '/panel/webservice/scheduledList?customerId=a+b&page=0',
    ],
  ])('%s is a GET that may be repeated', async (operation, body, call, path) => {
    const { api, sent, mayRepeat } = apiWith(body);
    await call(api);
    expect(sent()).toEqual({ operation, method: 'GET', path });
    expect([lost, unavailable, neverSent].map(mayRepeat())).toEqual([true, true, true]);
  });

  it('the inbox without an id is repeated only when the request never left', async () => {
    const { api, sent, mayRepeat } = apiWith([]);
    await api.getInbox('982000123');
    expect(sent().path).toBe('/report/webservice/mo?number=982000123');
    expect([lost, unavailable, neverSent].map(mayRepeat())).toEqual([false, false, true]);
  });

  it('the inbox from the id 0 on names that id', async () => {
    const { api, sent } = apiWith([]);
    await api.getInbox('982000123', '0');
    expect(sent().path).toContain('&id=0');
  });
});

describe('writes', () => {
  const message = { ...item, sender: '982000123', body: 'سلام "1"' };

  it.each<[string, unknown, (api: Api) => Promise<unknown>, unknown]>([
    [
      'send',
      [],
      (api) => api.send(() => [message, { ...message, sender: '983000' }]),
      [message, { ...message, sender: '983000' }],
    ],
    [
      'sendMultipleWithSrc',
      [],
      (api) => api.send(() => [message, { ...message, body: 'b' }]),
      {
        sender: '982000123',
        smsItems: [
          { ...item, body: message.body },
          { ...item, body: 'b' },
        ],
      },
    ],
    [
      'sendMultipleWithSrcBody',
      [],
      (api) => api.send(() => [{ ...message, body: 'b', sendDate: '2030-01-01 00:00:00' }]),
      { sender: '982000123', body: 'b', sendDate: '2030-01-01 00:00:00', smsItems: [item] },
    ],
    [
      'sendMultipleWithSrcBody',
      [],
      (api) => api.send(() => [{ ...message, body: 'b' }]),
      { sender: '982000123', body: 'b', smsItems: [item] },
    ],
    [
      'cancelScheduled',
      { status: true },
      (api) => api.cancelScheduled('9007199254740993', 'why'),
      { serverId: '9007199254740993', cancelMessage: 'why' },
    ],
    ['cancelScheduled', { status: true }, (api) => api.cancelScheduled('9'), { serverId: '9' }],
  ])(
    '%s is a POST of JSON, repeated only when it never left',
    async (operation, body, call, json) => {
      const { api, sent, mayRepeat } = apiWith(body);
      await call(api);
      expect(sent()).toMatchObject({
        operation,
        method: 'POST',
        path: `/panel/webservice/${operation}`,
        headers: { 'Content-Type': 'application/json' },
      });
      expect(JSON.parse(bodyOf(sent()))).toEqual(json);
      expect([lost, unavailable, neverSent].map(mayRepeat())).toEqual([false, false, true]);
    },
  );

  it.each([200, 400])(
    'a send answers with the refusal of a whole call, status %i',
    async (status) => {
      const { api } = apiWith({ errorCode: 'E6', description: 'empty' }, status);
      expect(await api.send(() => [message])).toEqual({
        operation: 'sendMultipleWithSrcBody',
        status,
        code: 'E6',
        description: 'empty',
      });
    },
  );

  it('a cancellation that is refused is an error', async () => {
    const { api } = apiWith({ errorCode: 'E8' }, 400);
    await expect(api.cancelScheduled('9')).rejects.toMatchObject({ code: 'E8', status: 400 });
  });
});

it('reads the inbox in the zone that is set', async () => {
  const { api } = apiWith([{ id: 1, body: '', from: '1', date: '2025-03-21 03:30:00' }]);
  const [sms] = (await api.getInbox('982000123', '0')).texts;
  expect(sms?.receivedAt).toEqual(new Date('2025-03-21T00:00:00Z'));
});
