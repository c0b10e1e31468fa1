import { describe, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import type { SendAnswer, WireMessage } from '../../../lib/api/api.types.js';
import type { PayamSmsApi } from '../../../lib/api/payamsms.api.js';
import { submit } from '../../../lib/sms/batch/submission.js';
import { prepared } from '../../support/messages.js';
import { SENDER } from '../../support/settings.js';

const LATER = '2030-01-01 00:00:00';

function recorder() {
  const answer: SendAnswer = { operation: 'send', status: 200, entries: [] };
  const api = {
    send: jest.fn<PayamSmsApi['send']>(async () => answer),
    sendMultipleWithSrc: jest.fn<PayamSmsApi['sendMultipleWithSrc']>(async () => answer),
    sendMultipleWithSrcBody: jest.fn<PayamSmsApi['sendMultipleWithSrcBody']>(async () => answer),
  };
  const calls = () => Object.values(api).map((endpoint) => endpoint.mock.calls.length);
  return { ...api, api: api as unknown as PayamSmsApi, calls, answer };
}

describe('messages that are sent together', () => {
  it('share sender, text and time: those go once', async () => {
    const { api, calls, sendMultipleWithSrcBody, answer } = recorder();
    expect(await submit(api, [prepared(0), prepared(1)])).toBe(answer);
    expect(calls()).toEqual([0, 0, 1]);
    expect(sendMultipleWithSrcBody.mock.calls).toMatchObject([
      [
        { sender: SENDER, body: 'hello' },
        [
          { recipient: '989120000000', customerId: 'c0' },
          { recipient: '989120000001', customerId: 'c1' },
        ],
      ],
    ]);
  });

  it('share a time to come: that stands at the top', async () => {
    const { api, sendMultipleWithSrcBody } = recorder();
    await submit(api, [prepared(0, { sendDate: LATER }), prepared(1, { sendDate: LATER })]);
    const [shared, items] = sendMultipleWithSrcBody.mock.calls[0]!;
    expect(shared).toMatchObject({ sender: SENDER, body: 'hello', sendDate: LATER });
    expect(items[0]).toMatchObject({ recipient: '989120000000', customerId: 'c0' });
  });

  it.each([
    ['text', { body: 'other' }],
    ['time', { sendDate: LATER }],
  ])('share the sender but not the %s: the items carry it', async (_, changes) => {
    const { api, calls, sendMultipleWithSrc } = recorder();
    await submit(api, [prepared(0), prepared(1, changes)]);
    expect(calls()).toEqual([0, 1, 0]);
    expect(sendMultipleWithSrc.mock.calls[0]).toMatchObject([
      SENDER,
      [
        { recipient: '989120000000', body: 'hello', customerId: 'c0' },
        { recipient: '989120000001', body: 'hello', customerId: 'c1', ...changes },
      ],
    ]);
  });

  it('share no sender: each names its own', async () => {
    const { api, calls, send } = recorder();
    await submit(api, [prepared(0), prepared(1, { sender: '983000' })]);
    expect(calls()).toEqual([1, 0, 0]);
    expect(send.mock.calls[0]?.[0]).toMatchObject([
      { sender: SENDER, recipient: '989120000000', body: 'hello', customerId: 'c0' },
      { sender: '983000', recipient: '989120000001', body: 'hello', customerId: 'c1' },
    ]);
  });

  it('arrive whole and in order through the cheapest endpoint that fits', async () => {
    const message = fc.record(
      {
        sender: fc.constantFrom('982000', '983000'),
        body: fc.constantFrom('a', 'b'),
        sendDate: fc.constantFrom(LATER, '2031-01-01 00:00:00'),
        recipient: fc.constantFrom('989121234567', '989351234567'),
      },
      { requiredKeys: ['sender', 'body', 'recipient'] },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(message, { minLength: 1, maxLength: 4 }), async (given) => {
        const messages = given.map((fields, i): WireMessage => ({
          ...fields,
          customerId: `c${i}`,
        }));
        const { api, send, sendMultipleWithSrc, sendMultipleWithSrcBody } = recorder();
        await submit(api, messages);

        const arrived = [
          ...send.mock.calls.flatMap(([list]) => list),
          ...sendMultipleWithSrc.mock.calls.flatMap(([sender, items]) =>
            items.map((item) => ({ sender, ...item })),
          ),
          ...sendMultipleWithSrcBody.mock.calls.flatMap(([shared, items]) =>
            items.map((item) => ({ ...shared, ...item })),
          ),
        ];
        expect(arrived).toEqual(messages);

        const kinds = (key: keyof WireMessage) => new Set(messages.map((m) => m[key])).size;
        const cheapest =
          kinds('sender') > 1
            ? send
            : kinds('body') > 1 || kinds('sendDate') > 1
              ? sendMultipleWithSrc
              : sendMultipleWithSrcBody;
        expect(cheapest).toHaveBeenCalledTimes(1);
      }),
    );
  });
});
