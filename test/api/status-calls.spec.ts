import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { splitStatusIds, statusPath } from '../../lib/api/status-calls.js';

const BASE = 'https://www.payamsms.com';

const urlOf = (ids: readonly string[], kind: 'serverId' | 'customerId' = 'customerId'): URL =>
  new URL(BASE + statusPath(ids, kind));

const lengths = (calls: string[][]): number[] => calls.map((call) => call.length);
const short = (count: number): string[] => Array.from({ length: count }, (_, i) => String(i));

describe('statusPath', () => {
  it('repeats the parameter for each id', () => {
    expect(statusPath(['1', '2'], 'serverId')).toBe(
      '/report/webservice/status?byCustomer=false&ids=1&ids=2',
    );
    expect(statusPath(['a'], 'customerId')).toBe('/report/webservice/status?byCustomer=true&ids=a');
  });

  it('is spelled as it goes over the wire, so that its bytes can be counted', () => {
    const ids = ["o'brien", 'a&b', 'a b', 'شناسه', '50%', '#1?', '~(*)!'];
    expect(urlOf(ids).href).toBe(BASE + statusPath(ids, 'customerId'));
  });

  it('brings any id through a URL unchanged', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', minLength: 1 })), (ids) => {
        expect(urlOf(ids).searchParams.getAll('ids')).toEqual(ids);
      }),
    );
  });
});

const LIMITS = { baseUrl: BASE, batchSize: 250 };

describe('splitStatusIds', () => {
  it('keeps within a lowered batchSize', () => {
    const lowered = { ...LIMITS, batchSize: 100 };
    expect(lengths(splitStatusIds(short(250), 'serverId', lowered))).toEqual([100, 100, 50]);
  });

  it.each([
    [0, []],
    [1, [1]],
    [250, [250]],
    [251, [250, 1]],
    [600, [250, 250, 100]],
  ])('puts %i ids into calls of %j', (count, expected) => {
    expect(lengths(splitStatusIds(short(count), 'serverId', LIMITS))).toEqual(expected);
  });

  it('fills a call to 7,000 bytes and no further', () => {
    const overhead = `${BASE}${statusPath([], 'serverId')}`.length;
    const id = 'x'.repeat(95); // With `&ids=` it takes 100 bytes.
    const fitting = Math.floor((7_000 - overhead) / 100);
    const [first, second] = splitStatusIds(Array(fitting + 1).fill(id), 'serverId', LIMITS);
    expect(first).toHaveLength(fitting);
    expect(second).toHaveLength(1);
  });

  it('fills a call to the last byte', () => {
    const last = 7_000 - `${BASE}${statusPath(['a', ''], 'serverId')}`.length;
    const fits = ['a', 'x'.repeat(last)];
    expect(lengths(splitStatusIds(fits, 'serverId', LIMITS))).toEqual([2]);
    expect(lengths(splitStatusIds(['a', 'x'.repeat(last + 1)], 'serverId', LIMITS))).toEqual([
      1, 1,
    ]);
  });

  it('asks for an id that is too long by itself', () => {
    const long = 'x'.repeat(8_000);
    expect(splitStatusIds(['a', long, 'b'], 'serverId', LIMITS)).toEqual([['a'], [long], ['b']]);
  });

  it('keeps every id, in order, within 250 ids and 7,000 bytes of URL', () => {
    const id = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
      fc.string({ unit: fc.constantFrom(..."سفارش۱۲۳'&%"), minLength: 1, maxLength: 255 }),
      fc.stringMatching(/^[0-9]{1,19}$/),
    );
    const ids = fc.array(id, { maxLength: 700, size: 'max' });
    fc.assert(
      fc.property(ids, fc.constantFrom('serverId', 'customerId'), (given, kind) => {
        const calls = splitStatusIds(given, kind, LIMITS);
        expect(calls.flat()).toEqual(given);
        for (const [i, call] of calls.entries()) {
          expect(call.length).toBeGreaterThan(0);
          expect(call.length).toBeLessThanOrEqual(250);
          expect(urlOf(call, kind).href.length).toBeLessThanOrEqual(7_000);
          // None is split without need: the next id would have been one too many.
          const next = calls[i + 1]?.slice(0, 1);
          const more = next ? [...call, ...next] : [];
          const needed = more.length > 250 || urlOf(more, kind).href.length > 7_000;
          expect(next === undefined || needed).toBe(true);
        }
      }),
      // Lists this long take minutes to shrink.
      { numRuns: 60, endOnFailure: true },
    );
  });
});
