import { describe, expect, it } from '@jest/globals';
import { toMessageStatuses } from '../../lib/report/message-status.js';

const parts = { total: 2, delivered: 1, undelivered: 0, unknown: 1 };
const row = { serverId: '900', customerId: 'a', providerStatus: 'Pending', parts };

describe('what is known of an id', () => {
  it('is nothing where there are no rows', () => {
    expect(toMessageStatuses('9', [], 'serverId')).toEqual([{ id: '9', found: false }]);
  });

  it('is what the row says', () => {
    expect(toMessageStatuses('a', [row], 'customerId')).toEqual([
      {
        id: 'a',
        found: true,
        serverId: '900',
        customerId: 'a',
        state: 'pending',
        providerStatus: 'Pending',
        parts,
      },
    ]);
  });

  it('keeps a word that the guide does not list', () => {
    expect(toMessageStatuses('a', [{ ...row, providerStatus: 'Odd' }], 'customerId')).toMatchObject(
      [{ state: 'other', providerStatus: 'Odd' }],
    );
  });

  it('is every message that bears the id', () => {
    const twin = { ...row, serverId: '901' };
    expect(toMessageStatuses('a', [row, twin], 'customerId')).toMatchObject([
      { id: 'a', serverId: '900' },
      { id: 'a', serverId: '901' },
    ]);
  });

  it('has no customerId where the message was sent without one', () => {
    const { customerId: _, ...bare } = row;
    expect(toMessageStatuses('900', [bare], 'serverId')[0]).not.toHaveProperty('customerId');
  });

  it('has the serverId that was asked for where the row repeats none', () => {
    const { serverId: _, ...bare } = row;
    expect(toMessageStatuses('900', [bare], 'serverId')).toMatchObject([{ serverId: '900' }]);
  });

  it('cannot be told of a row that names no serverId at all', () => {
    const { serverId: _, ...bare } = row;
    expect(toMessageStatuses('a', [bare, row], 'customerId')).toMatchObject([
      { name: 'PayamSmsUnexpectedAnswerError', what: 'expected an id, got none' },
      { serverId: '900' },
    ]);
  });
});
