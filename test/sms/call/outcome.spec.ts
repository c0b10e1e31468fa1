import { describe, expect, it } from '@jest/globals';
import {
  foundAccepted,
  isOutOfCredit,
  refused,
  unsent,
  withCopies,
} from '../../../lib/sms/call/outcome.js';
import { prepared } from '../../support/messages.js';

const message = prepared(0);
const refusal = (code: string) =>
  ({ operation: 'send', status: 200, code, description: 'x' }) as const;

describe('a message that a lookup has found', () => {
  it('is accepted and settled, with further copies as duplicates', () => {
    expect(foundAccepted(message, ['1'])).toMatchObject({ serverId: '1', settled: true });
    expect(foundAccepted(message, ['1'])).not.toHaveProperty('duplicates');
    expect(foundAccepted(message, ['1', '2'])).toMatchObject({ duplicates: ['2'] });
  });
});

describe('a message that was sent again', () => {
  const { settled, ...accepted } = foundAccepted(message, ['1']);
  void settled;

  it.each([
    ['is as it was where only it is found', accepted, ['1'] as const, accepted],
    ['names its copies', accepted, ['2', '1'] as const, { ...accepted, duplicates: ['2'] }],
    [
      'names each copy once',
      { ...accepted, duplicates: ['2'] },
      ['2', '3'] as const,
      { ...accepted, duplicates: ['2', '3'] },
    ],
    [
      'is accepted though the last send was refused, where an earlier one is found',
      refused(message, refusal('E132')),
      ['2'] as const,
      foundAccepted(message, ['2']),
    ],
  ])('%s', (_, outcome, [first, ...others], expected) => {
    expect(withCopies(message, outcome, [first, ...others])).toEqual(expected);
  });
});

it('is out of credit with E6 alone: the message is unsent, not rejected', () => {
  expect(refused(message, refusal('E6'))).toMatchObject({ status: 'unsent', reason: 'credit' });
  expect(isOutOfCredit(refused(message, refusal('E6')))).toBe(true);
  expect(isOutOfCredit(refused(message, refusal('E132')))).toBe(false);
  expect(isOutOfCredit(unsent(message, 'aborted'))).toBe(false);
});
