import { describe, expect, it } from '@jest/globals';
import type { ScheduledAnswer } from '../../../lib/api/api.types.js';
import { joinPages, type ListRow } from '../../../lib/sms/reconcile/scheduled-pages.js';

const pageOf = (totalItems: number, ...rows: ListRow[]) =>
  ({ items: rows, unreadable: [], totalItems }) as unknown as ScheduledAnswer;

const a = { serverId: '1', customerId: 'a' };
const b = { serverId: '2', customerId: 'b' };
const c = { serverId: '3', customerId: 'c' };

describe('pages of the scheduled list', () => {
  it('give the rows of each customerId, unreadable ones too', () => {
    const again = { serverId: '4', customerId: 'a' };
    const page = { ...pageOf(3, a, b), unreadable: [again] } as unknown as ScheduledAnswer;
    const { rows, isWhole } = joinPages([page]);
    expect([...rows]).toEqual([
      ['a', [a, again]],
      ['b', [b]],
    ]);
    expect(isWhole).toBe(true);
  });

  it.each<[string, ScheduledAnswer[], boolean]>([
    ['all rows are there', [pageOf(3, a, b, c)], true],
    ['they are two, between which a row may have slipped', [pageOf(3, a, b), pageOf(3, c)], false],
    ['nothing waits', [pageOf(0)], true],
    ['a row is missing', [pageOf(3, a, b)], false],
    [
      'a row came on two pages, so that another one is missing',
      [pageOf(3, a, b), pageOf(3, b)],
      false,
    ],
    ['one was added meanwhile', [pageOf(3, a, b), pageOf(4, c)], false],
    ['one has left meanwhile', [pageOf(4, a, b), pageOf(3, c)], false],
    ['a row names no message', [pageOf(2, a, { serverId: '2' })], false],
    ['a row has no serverId', [pageOf(1, { customerId: 'a' })], false],
    ['no page could be read', [], false],
  ])('are whole or not: %s', (_, pages, isWhole) => {
    expect(joinPages(pages).isWhole).toBe(isWhole);
  });
});
