import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { toSendBody, toSendWithSrcBody, toSendWithSrcBodyBody } from '../../lib/api/send-body.js';
import { prepared } from '../support/messages.js';

const LATER = '2030-01-01 00:00:00';
/** Halves of characters, quotes, controls and all else that a text may hold. */
const anyText = fc.string({ unit: 'binary', maxLength: 40 });
const message = fc.record({ body: anyText, customerId: anyText, isTimed: fc.boolean() });
const messages = fc
  .array(message, { maxLength: 5 })
  .map((list) =>
    list.map(({ body, customerId, isTimed }, i) =>
      prepared(i, { body, customerId, ...(isTimed && { sendDate: LATER }) }),
    ),
  );

/** What JSON.stringify makes of the fields that the guide names. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('the JSON of a send', () => {
  it('says of each message all that the service knows, and nothing else', () => {
    fc.assert(
      fc.property(messages, (list) => {
        expect(JSON.parse(toSendBody(list))).toEqual(
          plain(
            list.map(({ sender, recipient, body, customerId, sendDate }) => ({
              sender,
              recipient,
              body,
              customerId,
              sendDate,
            })),
          ),
        );
      }),
    );
  });

  it('says a shared sender once', () => {
    fc.assert(
      fc.property(messages, (list) => {
        const smsItems = list.map(({ recipient, body, customerId, sendDate }) => ({
          recipient,
          body,
          customerId,
          sendDate,
        }));
        expect(JSON.parse(toSendWithSrcBody('982000', list))).toEqual(
          plain({ sender: '982000', smsItems }),
        );
      }),
    );
  });

  it('says a shared text and time once', () => {
    fc.assert(
      fc.property(messages, anyText, fc.boolean(), (list, body, isTimed) => {
        const sendDate = isTimed ? LATER : undefined;
        const smsItems = list.map(({ recipient, customerId }) => ({ recipient, customerId }));
        expect(
          JSON.parse(toSendWithSrcBodyBody({ sender: '982000', body, sendDate }, list)),
        ).toEqual(plain({ sender: '982000', body, sendDate, smsItems }));
      }),
    );
  });

  it('writes half a character so that no byte is lost', () => {
    expect(toSendBody([prepared(0, { body: '\uD83D' })])).toContain('"body":"\\ud83d"');
  });
});
