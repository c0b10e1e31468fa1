import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { customerIdSource, isCustomerId } from '../../lib/sms/customer-id.js';

describe('customerIdSource', () => {
  it('makes ids of at most 20 letters and digits, new over many sources', () => {
    const ids = Array.from({ length: 2_000 }, () => {
      const next = customerIdSource();
      return [next(), next(), next()];
    }).flat();
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[0-9a-z]{14,20}$/);
  });

  it('repeats none in a long run, and keeps within 20 characters', () => {
    const next = customerIdSource();
    const ids = new Set(Array.from({ length: 100_000 }, next));
    expect(ids.size).toBe(100_000);
    expect(Math.max(...[...ids].map((id) => id.length))).toBeLessThanOrEqual(20);
  });

  it('makes ids that no two sources share, however often each is asked', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 50 }), { maxLength: 40 }), (counts) => {
        const ids = counts.flatMap((count) => Array.from({ length: count }, customerIdSource()));
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids.every(isCustomerId)).toBe(true);
      }),
    );
  });

  it('begins all ids of a source alike, in a width of its own, so that counts never run into it', () => {
    const next = customerIdSource();
    const first = next();
    expect(first).toHaveLength(17);
    expect(next().slice(0, 14)).toBe(first.slice(0, 14));
  });
});

describe('isCustomerId', () => {
  it.each(['a', '1', 'order-7/b', 'سفارش۱۲', '😀', 'x'.repeat(255), 'a&b=c?#%+'])(
    'takes %j',
    (id) => {
      expect(isCustomerId(id)).toBe(true);
    },
  );

  it.each<[unknown, string]>([
    ['', 'nothing'],
    [' ', 'a blank'],
    ['a b', 'a blank inside'],
    ['a,b', 'a comma'],
    ['a\n', 'a line break'],
    ['a\u00a0b', 'a blank that does not break'],
    ['a\u0000', 'a control character'],
    ['\ud83d', 'half a surrogate pair'],
    ['x'.repeat(256), 'more than 255 characters'],
    [7, 'a number'],
    [null, 'null'],
    [undefined, 'undefined'],
  ])('does not take %j: %s', (id) => {
    expect(isCustomerId(id)).toBe(false);
  });
});
