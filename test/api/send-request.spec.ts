import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { WireMessage } from '../../lib/api/api.types.js';
import { cheapestOperation, sendRequestBody } from '../../lib/api/send-request.js';
import { prepared } from '../support/messages.js';
import { SENDER } from '../support/settings.js';

const LATER = '2030-01-01 00:00:00';

const requestOf = (messages: readonly WireMessage[]) => {
  const operation = cheapestOperation(messages);
  return { operation, json: JSON.parse(sendRequestBody(operation, messages)) as unknown };
};

describe('messages that are sent together', () => {
  it('share sender, text and time: those go once', () => {
    expect(requestOf([prepared(0), prepared(1)])).toEqual({
      operation: 'sendMultipleWithSrcBody',
      json: {
        sender: SENDER,
        body: 'hello',
        smsItems: [
          { recipient: '989120000000', customerId: 'c0' },
          { recipient: '989120000001', customerId: 'c1' },
        ],
      },
    });
  });

  it('share a time to come: that stands at the top', () => {
    const both = [prepared(0, { sendDate: LATER }), prepared(1, { sendDate: LATER })];
    expect(requestOf(both).json).toMatchObject({
      sendDate: LATER,
      smsItems: [
        { recipient: '989120000000', customerId: 'c0' },
        { recipient: '989120000001', customerId: 'c1' },
      ],
    });
  });

  it.each([
    ['text', { body: 'other' }],
    ['time', { sendDate: LATER }],
  ])('share the sender but not the %s: the items carry it', (_, changes) => {
    expect(requestOf([prepared(0), prepared(1, changes)])).toEqual({
      operation: 'sendMultipleWithSrc',
      json: {
        sender: SENDER,
        smsItems: [
          { recipient: '989120000000', body: 'hello', customerId: 'c0' },
          { recipient: '989120000001', body: 'hello', customerId: 'c1', ...changes },
        ],
      },
    });
  });

  it('share no sender: each names its own', () => {
    expect(requestOf([prepared(0), prepared(1, { sender: '983000' })])).toEqual({
      operation: 'send',
      json: [
        { sender: SENDER, recipient: '989120000000', body: 'hello', customerId: 'c0' },
        { sender: '983000', recipient: '989120000001', body: 'hello', customerId: 'c1' },
      ],
    });
  });

  it('arrive whole and in order through the cheapest endpoint that fits', () => {
    const message = fc.record(
      {
        sender: fc.constantFrom('982000', '983000'),
        body: fc.constantFrom('a', 'b'),
        sendDate: fc.constantFrom(LATER, '2031-01-01 00:00:00'),
        recipient: fc.constantFrom('989121234567', '989351234567'),
      },
      { requiredKeys: ['sender', 'body', 'recipient'] },
    );
    fc.assert(
      fc.property(fc.array(message, { minLength: 1, maxLength: 4 }), (given) => {
        const messages = given.map((fields, i): WireMessage => ({
          ...fields,
          customerId: `c${i}`,
        }));
        const { operation, json } = requestOf(messages);
        expect(arrivedOf(json)).toEqual(messages);

        const kinds = (key: keyof WireMessage) => new Set(messages.map((m) => m[key])).size;
        const cheapest =
          kinds('sender') > 1
            ? 'send'
            : kinds('body') > 1 || kinds('sendDate') > 1
              ? 'sendMultipleWithSrc'
              : 'sendMultipleWithSrcBody';
        expect(operation).toBe(cheapest);
      }),
    );
  });
});

/** What a request says of each message: at the top, or in its item. */
function arrivedOf(json: unknown): unknown[] {
  if (Array.isArray(json)) return json;
  const { smsItems, ...shared } = json as { smsItems: object[] };
  return smsItems.map((item) => ({ ...shared, ...item }));
}
