import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { type Due, DueOrder } from '../../../lib/store/memory/due-order.js';

const byPlace = (a: Due, b: Due) => a.dueMs - b.dueMs || Number(a.id > b.id) - Number(a.id < b.id);

describe('DueOrder', () => {
  it('gives every page that sorting the whole would give, whatever came, went and moved', () => {
    const order = new DueOrder<Due>();
    const items: Due[] = [];
    // Few times, so that many are due at one.
    const random = fc.sample(fc.nat(40), { numRuns: 9000, seed: 7 });
    for (const [n, dueMs] of random.entries()) {
      if (n % 3 < 2) {
        const item = { dueMs, id: String(n) };
        items.push(item);
        order.add(item);
      } else {
        const [item] = items.splice((n * 7919) % items.length, 1);
        order.remove(item!);
        if (n % 2) continue;
        item!.dueMs = dueMs;
        items.push(item!);
        order.add(item!);
      }
      if (n % 100) continue;
      const sorted = items.toSorted(byPlace);
      expect(order.page(99, Infinity)).toEqual(sorted);
      const after = sorted[(n * 31) % sorted.length];
      const behind = sorted.filter((item) => item.dueMs <= 20 && byPlace(item, after!) > 0);
      expect(order.page(20, 50, after)).toEqual(behind.slice(0, 50));
      order.remove(after!);
      expect(order.page(20, 50, after)).toEqual(behind.slice(0, 50));
      order.add(after!);
    }
  });

  it('adds, reads and removes a hundred thousand in the time of a sort or two', () => {
    const order = new DueOrder<Due>();
    const items = Array.from({ length: 100_000 }, (_, n) => ({
      dueMs: (n * 7919) % 100_003,
      id: String(n),
    }));
    const sortMs = timeOf(() => items.toSorted(byPlace));
    const orderMs = timeOf(() => {
      for (const item of items) order.add(item);
      for (let last: Due | undefined; (last = order.page(Infinity, 1000, last).at(-1)););
      for (const item of items) order.remove(item);
    });
    expect(order.page(Infinity, 1)).toEqual([]);
    expect(orderMs / sortMs).toBeLessThan(30);
  });
});

function timeOf(work: () => void): number {
  const { user } = process.cpuUsage();
  work();
  return process.cpuUsage().user - user;
}
