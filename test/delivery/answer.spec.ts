import { describe, expect, it } from '@jest/globals';
import type { StatusAnswers } from '../../lib/api/status-lookup.js';
import { answerOf } from '../../lib/delivery/answer.js';
import { PayamSmsTransportError } from '../../lib/errors/transport.error.js';
import { PayamSmsUnexpectedAnswerError } from '../../lib/errors/unexpected-answer.error.js';
import { aRow } from './support/followed.js';

const row = aRow('Pending');
const answers = (given: Partial<StatusAnswers> = {}): StatusAnswers => ({
  rows: new Map(),
  unreadable: new Map(),
  errors: [],
  ...given,
});
const unreadableRow = new PayamSmsUnexpectedAnswerError('getStatus', '[0]', 'expected an object');
const reset = new PayamSmsTransportError('getStatus', { cause: undefined });
const tooMany = new PayamSmsTransportError('getStatus', { cause: undefined, retryAfterMs: 30_000 });

describe('what an answer says of an id', () => {
  it.each([
    ['its rows', { rows: new Map([['a', [row]]]) }, { status: 'answered', rows: [row] }],
    ['that it is not known', { rows: new Map([['a', []]]) }, { status: 'answered', rows: [] }],
    [
      'that its row cannot be read',
      { unreadable: new Map([['a', unreadableRow]]) },
      { status: 'unreadable' },
    ],
    ['nothing', {}, { status: 'unanswered' }],
    ['nothing, for the call failed', { errors: [reset] }, { status: 'unanswered' }],
    [
      'nothing, and when to ask again',
      { errors: [tooMany, reset] },
      { status: 'unanswered', retryAfterMs: 30_000 },
    ],
  ])('is %s', (_, given, answer) => {
    expect(answerOf('a', answers(given))).toEqual(answer);
  });
});
