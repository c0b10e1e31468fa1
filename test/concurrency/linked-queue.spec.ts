import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { LinkedQueue, type QueueEntry } from '../../lib/concurrency/linked-queue.js';

describe('a linked queue', () => {
  it('gives back first what came first', () => {
    const queue = new LinkedQueue<string>();
    queue.push('a');
    queue.push('b');
    expect([queue.shift(), queue.shift(), queue.shift()]).toEqual(['a', 'b', undefined]);
  });

  it('lets an entry leave from anywhere, once', () => {
    const queue = new LinkedQueue<string>();
    const [, middle] = ['a', 'b', 'c'].map((value) => queue.push(value));
    expect(queue.remove(middle!)).toBe(true);
    expect(queue.remove(middle!)).toBe(false);
    expect([...queue]).toEqual(['a', 'c']);
    expect(queue.length).toBe(2);
  });

  it('knows that an entry has left by its turn', () => {
    const queue = new LinkedQueue<string>();
    const entry = queue.push('a');
    queue.shift();
    expect(queue.remove(entry)).toBe(false);
    expect(queue.length).toBe(0);
  });

  it('is empty once it was cleared, and can be used again', () => {
    const queue = new LinkedQueue<string>();
    const entry = queue.push('a');
    queue.clear();
    expect(queue.remove(entry)).toBe(false);
    queue.push('b');
    expect([...queue]).toEqual(['b']);
    expect(queue.first).toBe('b');
  });

  it('does what an array would do, whatever comes and leaves in which order', () => {
    const command = fc.oneof(
      fc.record({ push: fc.integer() }),
      fc.constant({ shift: true as const }),
      fc.record({ remove: fc.nat(30) }),
    );
    fc.assert(
      fc.property(fc.array(command, { maxLength: 60 }), (commands) => {
        const queue = new LinkedQueue<number>();
        const entries: QueueEntry<number>[] = [];
        let model: QueueEntry<number>[] = [];
        for (const each of commands) {
          if ('push' in each) {
            const entry = queue.push(each.push);
            entries.push(entry);
            model.push(entry);
          } else {
            const left = 'shift' in each ? model[0] : entries[each.remove];
            if ('shift' in each) queue.shift();
            else if (left) queue.remove(left);
            model = model.filter((entry) => entry !== left);
          }
          expect([...queue]).toEqual(model.map(({ value }) => value));
          expect([queue.length, queue.first]).toEqual([model.length, model[0]?.value]);
        }
      }),
    );
  });
});
