import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { PriorityQueue } from '../../lib/concurrency/priority-queue.js';

const LEVELS = 3;

/** Takes all that is there, in the order in which it goes. */
function drained<T>(queue: PriorityQueue<T>): T[] {
  const values: T[] = [];
  for (let { first } = queue; first; { first } = queue) {
    queue.remove(first);
    values.push(first.value);
  }
  return values;
}

describe('a priority queue', () => {
  it('gives the first of the first level that has any', () => {
    const queue = new PriorityQueue<string>(LEVELS);
    queue.push('c', 2);
    queue.push('a', 0);
    queue.push('d', 2);
    queue.push('b', 1);
    expect(queue.length).toBe(4);
    expect(drained(queue)).toEqual(['a', 'b', 'c', 'd']);
    expect(queue.length).toBe(0);
  });

  it('lets an entry leave once, from anywhere', () => {
    const queue = new PriorityQueue<string>(LEVELS);
    const [, middle] = ['a', 'b', 'c'].map((value) => queue.push(value, 1));
    expect([queue.remove(middle!), queue.remove(middle!)]).toEqual([true, false]);
    expect(drained(queue)).toEqual(['a', 'c']);
  });

  it('puts an entry that changes its level behind those that are there', () => {
    const queue = new PriorityQueue<string>(LEVELS);
    queue.push('a', 0);
    const late = queue.push('b', 2);
    queue.push('c', 1);
    queue.move(late, 0);
    expect(late.level).toBe(0);
    expect(drained(queue)).toEqual(['a', 'b', 'c']);
  });

  it('does not bring back what has left', () => {
    const queue = new PriorityQueue<string>(LEVELS);
    const gone = queue.push('a', 1);
    queue.remove(gone);
    queue.move(gone, 0);
    expect([queue.length, queue.first]).toEqual([0, undefined]);
  });

  it('agrees with a list that is sorted, whatever is done to it', () => {
    const level = fc.nat(LEVELS - 1);
    const step = fc.oneof(
      fc.record({ push: level }),
      fc.record({ remove: fc.nat(20) }),
      fc.record({ move: fc.nat(20), to: level }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const queue = new PriorityQueue<number>(LEVELS);
        const entries: ReturnType<typeof queue.push>[] = [];
        const removals: boolean[] = [];
        const removed: boolean[] = [];
        /** Which entry stands on which level since which step. */
        const model = new Map<number, { level: number; since: number }>();
        steps.forEach((each, since) => {
          if ('push' in each) {
            model.set(entries.length, { level: each.push, since });
            entries.push(queue.push(entries.length, each.push));
          } else if ('remove' in each) {
            const entry = entries[each.remove];
            removals.push(entry !== undefined && queue.remove(entry));
            removed.push(model.delete(each.remove));
          } else {
            const entry = entries[each.move];
            if (entry) queue.move(entry, each.to);
            if (model.has(each.move)) model.set(each.move, { level: each.to, since });
          }
        });
        const order = [...model].toSorted(([, a], [, b]) => a.level - b.level || a.since - b.since);
        expect(removals).toEqual(removed);
        expect(queue.length).toBe(order.length);
        expect(drained(queue)).toEqual(order.map(([id]) => id));
      }),
    );
  });
});
