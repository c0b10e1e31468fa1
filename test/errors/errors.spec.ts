import { describe, expect, it } from '@jest/globals';
import { PayamSmsApiError } from '../../lib/errors/api.error.js';
import { PayamSmsAuthenticationError } from '../../lib/errors/authentication.error.js';
import { PayamSmsConfigurationError } from '../../lib/errors/configuration.error.js';
import { PayamSmsError } from '../../lib/errors/payamsms.error.js';
import { PayamSmsRejectedError } from '../../lib/errors/rejected.error.js';
import { PayamSmsStoreError } from '../../lib/errors/store.error.js';
import { PayamSmsTransportError } from '../../lib/errors/transport.error.js';
import { PayamSmsUnexpectedAnswerError } from '../../lib/errors/unexpected-answer.error.js';
import { PayamSmsUnknownOutcomeError } from '../../lib/errors/unknown-outcome.error.js';
import { PayamSmsUnsentError } from '../../lib/errors/unsent.error.js';
import { HeldBack } from '../../lib/http/held-back.js';

const cause = new Error('socket hang up');

it.each([
  [403, 'ask the provider for the permission'],
  [404, 'check the option baseUrl'],
  [405, 'correct the call'],
  [407, 'a proxy on the way wants a login of its own'],
  [408, 'try again later'],
  [429, 'try again later'],
  [499, 'try again later'],
  [503, 'try again later'],
])('a %i without a code is said to need: %s', (status, step) => {
  expect(new PayamSmsApiError('getBalance', { status }).message).toBe(
    `getBalance was answered HTTP ${status}; ${step}`,
  );
});

const family: [string, PayamSmsError, string][] = [
  [
    'PayamSmsApiError',
    new PayamSmsApiError('getBalance', { status: 403 }),
    'getBalance was answered HTTP 403; ask the provider for the permission',
  ],
  [
    'PayamSmsAuthenticationError',
    new PayamSmsAuthenticationError('check PAYAMSMS_CLIENT_ID', { status: 401 }),
    'check PAYAMSMS_CLIENT_ID',
  ],
  [
    'PayamSmsConfigurationError',
    new PayamSmsConfigurationError([{ option: 'http', problem: 'expected an object' }]),
    'A setting of PayamSmsModule is wrong or missing:\n  - http: expected an object',
  ],
  [
    'PayamSmsRejectedError',
    new PayamSmsRejectedError('E766', 'The text is empty', true),
    'The message was rejected with E766: The text is empty',
  ],
  [
    'PayamSmsStoreError',
    new PayamSmsStoreError('full', 'follow messages', { file: '/var/sms.db', cause }),
    'The store /var/sms.db could not follow messages: the disk is full, or a quota is; free some space, nothing is half done',
  ],
  [
    'PayamSmsTransportError',
    new PayamSmsTransportError('send', { cause }),
    'send got no usable answer (socket hang up); ask for the status by customerId before sending again',
  ],
  [
    'PayamSmsUnexpectedAnswerError',
    new PayamSmsUnexpectedAnswerError('getInbox', '[3].date', 'expected a date, got null'),
    'The answer to getInbox is not what the contract says: [3].date: expected a date, got null; the service, or a proxy before it, has changed or does not work',
  ],
  [
    'PayamSmsUnknownOutcomeError',
    new PayamSmsUnknownOutcomeError(['a1', 'a2']),
    'Whether the message was accepted is not known; before sending again, ask for the status by customerId a1, a2',
  ],
  [
    'PayamSmsUnsentError',
    new PayamSmsUnsentError('credit'),
    'The message was not sent: the account has not enough credit; top it up and send again',
  ],
];

describe.each(family)('%s', (name, error, message) => {
  it('is one of the family, by its own name', () => {
    expect(error).toBeInstanceOf(PayamSmsError);
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe(name);
    expect(error.stack).toContain(name.replace(/^PayamSms(.*)Error$/, '$1'));
  });

  it('says what happened and what to do', () => {
    expect(error.message).toBe(message);
  });

  it('shows its facts to JSON, without a stack', () => {
    const shown = JSON.parse(JSON.stringify(error)) as Record<string, unknown>;
    expect(shown).toMatchObject({ name, message });
    expect(shown).not.toHaveProperty('stack');
  });
});

describe('the facts of an error', () => {
  it('has the status and the code of an API error, and both in the message where they matter', () => {
    const error = new PayamSmsApiError('send', {
      status: 400,
      code: 'E107',
      description: 'There are more than 250 recipients',
    });
    expect(error).toMatchObject({ operation: 'send', status: 400, code: 'E107' });
    expect(error.message).toBe(
      'send was answered E107: There are more than 250 recipients; correct the call',
    );
  });

  it('has no property for what is not known', () => {
    const errors = [
      new PayamSmsApiError('send', { status: 400 }),
      new PayamSmsAuthenticationError('no', { status: 401 }),
      new PayamSmsTransportError('send', { cause }),
      new PayamSmsUnsentError('aborted'),
    ];
    for (const error of errors) {
      for (const fact of ['code', 'description', 'retryAfterMs']) {
        expect(error).not.toHaveProperty(fact);
      }
    }
    expect(errors[1]).not.toHaveProperty('cause');
    expect(errors[3]).not.toHaveProperty('cause');
  });

  it('says that nothing was sent only when that is certain', () => {
    const open = new PayamSmsTransportError('send', { cause });
    expect(open.requestSent).toBe(true);
    expect(open.message).not.toContain('nothing was sent');
    const certain = new PayamSmsTransportError('send', { cause, requestSent: false });
    expect(certain.requestSent).toBe(false);
    expect(certain.message).toBe(
      'send could not reach the service (socket hang up); nothing was sent',
    );
    const held = new PayamSmsTransportError('send', {
      cause: new HeldBack(1_200.5),
      requestSent: false,
      retryAfterMs: 1_201,
    });
    expect(held.message).toBe(
      'send was held back (the service has asked to wait for 2 s); nothing was sent',
    );
    expect(new HeldBack(1_200.5).retryAfterMs).toBe(1_201);
  });

  it('keeps what the service asked to wait', () => {
    expect(new PayamSmsTransportError('send', { cause, retryAfterMs: 0 }).retryAfterMs).toBe(0);
    expect(
      new PayamSmsAuthenticationError('no', { status: 401, retryAfterMs: 30_000 }).retryAfterMs,
    ).toBe(30_000);
  });

  it.each([
    ['credit', 'top it up'],
    ['unreachable', 'send again later'],
    ['authentication', 'refused the login or its token'],
    ['refused', 'the cause says with what'],
    ['aborted', 'the signal was aborted'],
    ['shutdown', 'send again after the restart'],
  ] as const)('tells the next step after %s', (reason, step) => {
    expect(new PayamSmsUnsentError(reason).message).toContain(step);
  });

  it('says with a refused login what its cause says to check', () => {
    const refused = new PayamSmsAuthenticationError('no (E5); check the password', { status: 401 });
    expect(new PayamSmsUnsentError('authentication', { cause: refused }).message).toBe(
      'The message was not sent: the service refused the login or its token: no (E5); check the password',
    );
  });

  it('lists every problem of a configuration, by option and by variable', () => {
    const { message, problems } = new PayamSmsConfigurationError([
      { option: 'clientId', variable: 'PAYAMSMS_CLIENT_ID', problem: 'is required' },
      { option: 'http', problem: 'expected an object' },
    ]);
    expect(problems).toHaveLength(2);
    expect(message).toBe(
      'Settings of PayamSmsModule are wrong or missing:\n' +
        '  - clientId (PAYAMSMS_CLIENT_ID): is required\n' +
        '  - http: expected an object',
    );
  });
});

describe('the cause of an error', () => {
  it.each([
    new PayamSmsAuthenticationError('no', { status: 401, cause }),
    new PayamSmsTransportError('send', { cause }),
    new PayamSmsUnexpectedAnswerError('send', 'body', 'cut', { cause }),
    new PayamSmsUnknownOutcomeError(['a'], { cause }),
    new PayamSmsUnsentError('unreachable', { cause }),
  ])('is kept by $name', (error) => {
    expect(error.cause).toBe(cause);
  });

  it('shows in JSON, and so does its own cause', () => {
    const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', secret: 1 });
    const transport = new PayamSmsTransportError('send', { cause: reset });
    const error = new PayamSmsUnknownOutcomeError(['a'], { cause: transport });
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({
      customerIds: ['a'],
      cause: {
        name: 'PayamSmsTransportError',
        operation: 'send',
        requestSent: true,
        cause: { name: 'Error', message: 'read ECONNRESET', code: 'ECONNRESET' },
      },
    });
    expect(JSON.stringify(error)).not.toContain('secret');
  });
});
