import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { firstWhere } from '../../../lib/store/memory/first-where.js';

it('finds the first index from which on it is true, or the end, in few steps', () => {
  fc.assert(
    fc.property(fc.nat(10_000), fc.nat(10_000), (end, first) => {
      let steps = 0;
      const found = firstWhere(end, (index) => {
        steps++;
        return index >= first;
      });
      expect(found).toBe(Math.min(first, end));
      expect(steps).toBeLessThanOrEqual(14);
    }),
  );
});
