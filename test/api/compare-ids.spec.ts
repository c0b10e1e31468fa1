import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { compareIds } from '../../lib/api/compare-ids.js';

describe('compareIds', () => {
  it('orders as the numbers do', () => {
    const id = fc.bigInt({ min: 0n, max: 2n ** 80n });
    fc.assert(
      fc.property(id, id, (a, b) => {
        const order = a < b ? -1 : a > b ? 1 : 0;
        expect(Math.sign(compareIds(String(a), String(b)))).toBe(order);
      }),
    );
  });
});
