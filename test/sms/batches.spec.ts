import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { toBatches } from '../../lib/sms/batches.js';
import { collect } from '../support/collect.js';

async function* slowly<T>(items: readonly T[]): AsyncGenerator<T, void, undefined> {
  for (const item of items) {
    await Promise.resolve();
    yield item;
  }
}

describe('toBatches', () => {
  it('gives every item once, in order, in full batches but the last', async () => {
    const items = fc.array(fc.anything(), { maxLength: 600 });
    const size = fc.integer({ min: 1, max: 250 });
    await fc.assert(
      fc.asyncProperty(items, size, fc.boolean(), async (given, batchSize, isAsync) => {
        const batches = await collect(toBatches(isAsync ? slowly(given) : given, batchSize));
        expect(batches.flat()).toEqual(given);
        for (const batch of batches.slice(0, -1)) expect(batch).toHaveLength(batchSize);
        for (const batch of batches.slice(-1)) {
          expect(batch.length).toBeGreaterThan(0);
          expect(batch.length).toBeLessThanOrEqual(batchSize);
        }
      }),
    );
  });

  it('gives nothing for nothing', async () => {
    expect(await collect(toBatches([], 250))).toEqual([]);
  });

  it('gives a batch as soon as it is full, without looking further', async () => {
    let pulled = 0;
    const endless = (function* () {
      for (;;) yield pulled++;
    })();
    for await (const batch of toBatches(endless, 3)) {
      expect(batch).toEqual([0, 1, 2]);
      break;
    }
    expect(pulled).toBe(3);
  });

  it('closes the source when nobody wants more', async () => {
    let closed = false;
    const source = (function* () {
      try {
        for (let i = 0; ; i++) yield i;
      } finally {
        closed = true;
      }
    })();
    for await (const batch of toBatches(source, 2)) {
      expect(batch).toHaveLength(2);
      break;
    }
    expect(closed).toBe(true);
  });
});
