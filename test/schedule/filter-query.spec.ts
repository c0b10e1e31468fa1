import { describe, expect, it } from '@jest/globals';
import type { ScheduledFilter } from '../../lib/api/api.types.js';
import { WireTime } from '../../lib/api/wire-time.js';
import { toQuery } from '../../lib/schedule/filter-query.js';
import type { PageOptions } from '../../lib/schedule/schedule.types.js';

const time = new WireTime('Asia/Tehran');
const query = (filter: object, options: PageOptions = {}): Record<string, string> =>
  Object.fromEntries(toQuery(filter as ScheduledFilter, options, time));

describe('the query of a list', () => {
  it('has every part of the filter, dates in the zone that is set', () => {
    expect(
      query({
        serverId: '9007199254740993',
        customerId: 'a b',
        from: new Date('2030-01-01T00:00:00Z'),
        to: new Date('2030-01-02T00:00:00Z'),
      }),
    ).toEqual({
      serverId: '9007199254740993',
      customerId: 'a b',
      from: '2030-01-01 03:30:00',
      to: '2030-01-02 03:30:00',
    });
  });

  it.each([
    [{ serverId: '1' }],
    [{ customerId: 'a' }],
    [{ from: new Date('2030-01-01T00:00:00Z') }],
    [{ to: new Date('2030-01-01T00:00:00Z') }],
  ])('is content with %j alone', (filter) => {
    expect(Object.keys(query(filter))).toEqual(Object.keys(filter));
  });

  it('has page and size where they are given', () => {
    expect(query({ serverId: '1' }, { page: 0, size: 1 })).toEqual({
      serverId: '1',
      page: '0',
      size: '1',
    });
  });

  it.each([{}, { serverId: undefined }, { page: 1 }])('needs a filter, not %j', (filter) => {
    expect(() => query(filter, { page: 0 })).toThrow(
      new TypeError('The filter needs at least one of serverId, customerId, from and to'),
    );
  });

  it.each([
    ['from', new Date(NaN)],
    ['to', '2030-01-01'],
    ['from', 1_893_456_000_000],
    ['to', new Date('1404-01-01T00:00:00Z')],
  ])('needs a date for %s, not %p', (name, date) => {
    expect(() => query({ [name]: date })).toThrow(new TypeError(`${name} must be a valid Date`));
  });

  it.each([
    [{ page: -1 }, 'page must be a whole number of at least 0'],
    [{ page: 0.5 }, 'page must be a whole number of at least 0'],
    [{ page: NaN }, 'page must be a whole number of at least 0'],
    [{ size: 0 }, 'size must be a whole number of at least 1'],
    [{ size: Infinity }, 'size must be a whole number of at least 1'],
  ])('refuses %p', (options, message) => {
    expect(() => query({ serverId: '1' }, options)).toThrow(new RangeError(message));
  });
});
