import { describe, expect, it } from '@jest/globals';
import { PayamSmsApiError } from '../../lib/errors/api.error.js';
import { PayamSmsRejectedError } from '../../lib/errors/rejected.error.js';
import { PayamSmsTransportError } from '../../lib/errors/transport.error.js';
import { PayamSmsUnknownOutcomeError } from '../../lib/errors/unknown-outcome.error.js';
import { PayamSmsUnsentError } from '../../lib/errors/unsent.error.js';
import { acceptedOrThrow } from '../../lib/sms/send-errors.js';
import { thrownBy } from '../support/http-answer.js';
import { numberOf } from '../support/messages.js';

const message = {
  index: 0,
  customerId: 'c0',
  recipient: numberOf(0),
  body: 'your code is 4711',
  sender: '982000',
};
const cause = new PayamSmsTransportError('send', { cause: new Error('reset') });

describe('the outcome of one message', () => {
  it('is given when it was accepted', () => {
    const accepted = { status: 'accepted', ...message, serverId: '9' } as const;
    expect(acceptedOrThrow(accepted)).toBe(accepted);
  });

  it.each([true, false])('is thrown when it was rejected, local: %p', (local) => {
    const rejected = { status: 'rejected', ...message, code: 'E132', description: 'no' } as const;
    const error = thrownBy(() => acceptedOrThrow({ ...rejected, local }));
    expect(error).toBeInstanceOf(PayamSmsRejectedError);
    const description = local ? 'no' : 'The text contains sensitive words';
    expect(error).toMatchObject({ code: 'E132', description, local });
  });

  it('is thrown when it was not sent, with reason and cause', () => {
    const noCredit = new PayamSmsApiError('send', { status: 400, code: 'E6' });
    const unsent = { status: 'unsent', ...message, reason: 'credit', cause: noCredit } as const;
    const error = thrownBy(() => acceptedOrThrow(unsent));
    expect(error).toBeInstanceOf(PayamSmsUnsentError);
    expect(error).toMatchObject({ reason: 'credit', cause: noCredit });
  });

  it('is thrown when nobody knows, with the id to ask for', () => {
    const error = thrownBy(() => acceptedOrThrow({ status: 'unknown', ...message, cause }));
    expect(error).toBeInstanceOf(PayamSmsUnknownOutcomeError);
    expect(error).toMatchObject({ customerIds: ['c0'], cause });
    expect((error as Error).message).toContain('c0');
  });

  it('never shows the text or the number, even where the service repeats them', () => {
    const description = `"${message.body}" to ${message.recipient} has bad words`;
    const rejected = { status: 'rejected', ...message, code: 'E132', description } as const;
    const error = thrownBy(() => acceptedOrThrow({ ...rejected, local: false }));
    expect(JSON.stringify(error)).not.toMatch(/4711|989120000000|bad words/);
    expect(error).toMatchObject({ description: 'The text contains sensitive words' });
  });

  it('keeps a description whole where the text is empty', () => {
    const empty = { ...message, body: '', code: 'E766', description: 'The text is empty' };
    const error = thrownBy(() => acceptedOrThrow({ status: 'rejected', ...empty, local: true }));
    expect(error).toMatchObject({ description: 'The text is empty' });
  });
});
