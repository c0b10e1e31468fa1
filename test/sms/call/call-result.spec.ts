import { describe, expect, it } from '@jest/globals';
import { PayamSmsApiError } from '../../../lib/errors/api.error.js';
import { PayamSmsAuthenticationError } from '../../../lib/errors/authentication.error.js';
import { PayamSmsTransportError } from '../../../lib/errors/transport.error.js';
import { PayamSmsUnexpectedAnswerError } from '../../../lib/errors/unexpected-answer.error.js';
import { resultOfAnswer, resultOfFailure } from '../../../lib/sms/call/call-result.js';
import { numberOf, prepared } from '../../support/messages.js';
import { SENDER } from '../../support/settings.js';

const batch = [prepared(0), prepared(1)];
const answer = { operation: 'send', status: 200 } as const;
const identity = (index: number) => ({
  index,
  customerId: `c${index}`,
  recipient: numberOf(index),
  body: 'hello',
  sender: SENDER,
});

const answered = (status: number) =>
  new PayamSmsTransportError('send', { cause: new PayamSmsApiError('send', { status }) });

describe('an answer', () => {
  it('accepts a message that it gives a serverId', () => {
    const entries = [
      { customerId: 'c1', serverId: '901' },
      { customerId: 'c0', serverId: '900' },
    ];
    expect(resultOfAnswer(batch, { ...answer, entries }).certain).toEqual([
      { status: 'accepted', ...identity(0), serverId: '900' },
      { status: 'accepted', ...identity(1), serverId: '901' },
    ]);
  });

  it.each([
    ['a refusal without ids', [{ code: 'E132', description: 'word' }]],
    ['a refusal of somebody else', [{ customerId: 'x', code: 'E43', description: 'number' }]],
  ])('refuses nobody by %s beside an entry that cannot be read', (_, entries) => {
    for (const some of [batch, batch.slice(0, 1)]) {
      const result = resultOfAnswer(some, { ...answer, entries, unreadable: 1 });
      expect(result).toMatchObject({ certain: [], inDoubt: { messages: some } });
      expect(result).not.toHaveProperty('refusal');
    }
  });

  it('rejects a message that it gives a code, with its own words', () => {
    const entries = [{ customerId: 'c1', code: 'E132', description: 'کلمه حساس' }];
    expect(resultOfAnswer(batch, { ...answer, entries }).certain).toContainEqual({
      status: 'rejected',
      ...identity(1),
      code: 'E132',
      description: 'کلمه حساس',
      local: false,
    });
  });

  it('leaves a message open that it does not have', () => {
    const entries = [{ customerId: 'c1', serverId: '901' }];
    const { certain, inDoubt } = resultOfAnswer(batch, { ...answer, entries });
    expect(certain).toMatchObject([{ index: 1, status: 'accepted' }]);
    expect(inDoubt).toEqual({
      messages: [batch[0]],
      cause: expect.any(PayamSmsUnexpectedAnswerError),
    });
  });

  it('rejects all messages of a call that was refused', () => {
    const refusal = { ...answer, code: 'E223', description: 'no such line' };
    expect(resultOfAnswer(batch, refusal).certain).toEqual(
      [0, 1].map((i) => ({
        status: 'rejected',
        ...identity(i),
        code: 'E223',
        description: 'no such line',
        local: false,
      })),
    );
  });

  it.each([
    ['the whole call', { code: 'E6', description: '' }],
    [
      'each message',
      { entries: ['c0', 'c1'].map((customerId) => ({ customerId, code: 'E6', description: '' })) },
    ],
  ])('that refuses %s for want of credit leaves the messages unsent', (_, said) => {
    expect(resultOfAnswer(batch, { ...answer, status: 402, ...said }).certain).toEqual(
      [0, 1].map((i) => ({
        status: 'unsent',
        ...identity(i),
        reason: 'credit',
        cause: expect.objectContaining({ name: 'PayamSmsApiError', code: 'E6', status: 402 }),
      })),
    );
  });
});

const refusing = (...codes: string[]) =>
  resultOfAnswer(batch, { ...answer, entries: codes.map((code) => ({ code, description: '' })) });

describe('a list of codes without ids', () => {
  it.each([['E6'], ['E6', 'E6'], ['E132', 'E6']])('%j leaves all unsent for credit', (...codes) => {
    const { certain, inDoubt } = refusing(...codes);
    expect(certain.map((outcome) => 'reason' in outcome && outcome.reason)).toEqual([
      'credit',
      'credit',
    ]);
    expect(inDoubt).toBeUndefined();
  });

  it.each(['E2', 'E4', 'E5', 'E107', 'E303'])('%s rejects all', (code) => {
    expect(refusing(code).certain.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it('rejects all that share what the code speaks of', () => {
    expect(refusing('E132', 'E132').certain).toMatchObject([{ code: 'E132' }, { code: 'E132' }]);
    expect(refusing('E223').certain).toMatchObject([{ code: 'E223' }, { code: 'E223' }]);
  });

  it.each([['E43'], ['E800', 'E800'], ['E9999'], ['E132', 'E43']])(
    '%j is nobody’s own where the messages differ in it',
    (...codes) => {
      expect(refusing(...codes)).toMatchObject({ certain: [], refusal: { status: 200 } });
    },
  );

  it('of another length than the call leaves its messages open', () => {
    const three = [...batch, prepared(2)];
    const entries = ['E132', 'E132'].map((code) => ({ code, description: '' }));
    expect(resultOfAnswer(three, { ...answer, entries }).inDoubt?.messages).toEqual(three);
  });

  it('that has a serverId beside them refuses nothing', () => {
    const entries = [{ code: 'E132', description: '' }, { serverId: '7' }];
    const { certain, inDoubt } = resultOfAnswer(batch, { ...answer, entries });
    expect(certain).toEqual([]);
    expect(inDoubt).toMatchObject({ messages: batch });
    const [unclaimed] = inDoubt!.unclaimed!;
    expect(unclaimed!.isEmpty).toBe(false);
    unclaimed!.claim(['7']);
    expect(unclaimed!.isEmpty).toBe(true);
  });
});

describe('a failed call', () => {
  const network = { cause: new Error('reset') };

  it.each([
    ['authentication', 'a refused login', new PayamSmsAuthenticationError('no', { status: 401 })],
    [
      'unreachable',
      'a login that answered nonsense',
      new PayamSmsUnexpectedAnswerError('login', 'access_token', 'expected a token'),
    ],
    [
      'unreachable',
      'a request that never left',
      new PayamSmsTransportError('send', { ...network, requestSent: false }),
    ],
    ['unreachable', 'a login that got no answer', new PayamSmsTransportError('login', network)],
    [
      'unreachable',
      'a login that met a 503',
      new PayamSmsTransportError('login', {
        cause: new PayamSmsApiError('login', { status: 503 }),
      }),
    ],
    ['unreachable', 'a login that met a 404', new PayamSmsApiError('login', { status: 404 })],
    ['refused', 'a 400 without a code', new PayamSmsApiError('send', { status: 400 })],
    ['refused', 'a 403 without a code', new PayamSmsApiError('send', { status: 403 })],
    ['refused', 'a 404 without a code', new PayamSmsApiError('send', { status: 404 })],
  ] as const)('proves that nothing was sent, reason %s: %s', (reason, _, cause) => {
    expect(resultOfFailure(batch, cause, true)).toEqual({
      hasLeft: true,
      certain: [
        { status: 'unsent', ...identity(0), reason, cause },
        { status: 'unsent', ...identity(1), reason, cause },
      ],
    });
  });

  it.each([
    ['a reset or a time-out', new PayamSmsTransportError('send', network)],
    ['a 429', answered(429)],
    ['a 500', answered(500)],
    ['a 503', answered(503)],
    ['a 408', new PayamSmsApiError('send', { status: 408 })],
    ['a 499', new PayamSmsApiError('send', { status: 499 })],
    ['HTML with status 200', new PayamSmsUnexpectedAnswerError('send', 'body', 'expected JSON')],
    ['a redirect', new PayamSmsUnexpectedAnswerError('send', 'status', 'expected 2xx, got 302')],
  ])('leaves every message open after %s', (_, cause) => {
    expect(resultOfFailure(batch, cause, true)).toEqual({
      hasLeft: true,
      certain: [],
      inDoubt: { messages: batch, cause },
    });
  });

  it('that is a mistake of this code is not taken for an outcome', () => {
    const mistake = new TypeError('undefined is not a function');
    expect(() => resultOfFailure(batch, mistake, true)).toThrow(mistake);
  });
});
