import { describe, expect, it } from '@jest/globals';
import { OneByOne } from '../../../lib/sms/stream/one-by-one.js';
import { collect } from '../../support/collect.js';

function setUp(...batches: number[][]) {
  let isClosed = false;
  async function* source(): AsyncGenerator<number[], void> {
    try {
      yield* batches;
    } finally {
      isClosed = true;
    }
  }
  const left: number[][] = [];
  const items = new OneByOne(source(), (rest) => void left.push([...rest]));
  return { items, left, isClosed: () => isClosed };
}

describe('items of batches', () => {
  it('come one by one, in their order', async () => {
    const { items, left } = setUp([1, 2], [], [3]);
    expect(await collect(items)).toEqual([1, 2, 3]);
    expect(left).toEqual([]);
  });

  it('are handed out each once to callers that do not wait for each other', async () => {
    const { items } = setUp([1, 2], [3]);
    const all = await Promise.all([1, 2, 3, 4].map(() => items.next()));
    expect(all.map(({ value }) => value)).toEqual([1, 2, 3, undefined]);
  });

  it.each(['return', 'throw'] as const)('that are left are given to onLeave by %s', async (how) => {
    const { items, left, isClosed } = setUp([1, 2, 3]);
    await items.next();
    const [ended] = await Promise.allSettled([items[how](new Error('enough'))]);
    expect(ended.status).toBe(how === 'throw' ? 'rejected' : 'fulfilled');
    expect([left, isClosed()]).toEqual([[[2, 3]], true]);
    expect(await items.next()).toMatchObject({ done: true });
  });
});
