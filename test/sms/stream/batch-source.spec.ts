import { describe, expect, it } from '@jest/globals';
import { nextTurn } from '../../../lib/concurrency/timers.js';
import { BatchSource } from '../../../lib/sms/stream/batch-source.js';
import { deferred, type Deferred } from '../../support/deferred.js';

const LONG_MS = 60_000;

const over = (items: Iterable<number> | AsyncIterable<number>, lingerMs = LONG_MS) =>
  new BatchSource(items, (item) => item, { size: 3, counts: (item) => item > 0, lingerMs });

/** An async source whose items the test gives one by one. */
function byHand() {
  const asked: Deferred<IteratorResult<number>>[] = [];
  let isClosed = false;
  const items: AsyncIterable<number> = {
    [Symbol.asyncIterator]: () => ({
      next: () => {
        asked.push(deferred<IteratorResult<number>>());
        return asked.at(-1)!.promise;
      },
      return: async () => {
        isClosed = true;
        return { done: true, value: undefined };
      },
    }),
  };
  const give = async (value: number) => {
    await nextTurn();
    asked.at(-1)!.resolve({ done: false, value });
    await nextTurn();
  };
  return { items, asked, give, isClosed: () => isClosed };
}

async function* slowly(items: Iterable<number>): AsyncGenerator<number> {
  for (const item of items) yield await Promise.resolve(item);
}

describe.each([
  ['at hand', (items: number[]): Iterable<number> | AsyncIterable<number> => items],
  ['that comes bit by bit', slowly],
])('a source %s', (_, make) => {
  it('comes in batches of as many as count', async () => {
    const source = over(make([1, -1, 2, 3, 4]));
    expect(await source.next()).toEqual([1, -1, 2, 3]);
    expect(source.isExhausted).toBe(false);
    expect(await source.next()).toEqual([4]);
    expect(await source.next()).toBeUndefined();
    expect(source.isExhausted).toBe(true);
  });

  it('whose items do not count comes in batches of four times the size', async () => {
    const source = over(make(Array<number>(20).fill(-1)));
    expect(await source.next()).toHaveLength(12);
    expect(await source.next()).toHaveLength(8);
  });

  it('that is stopped gives nothing more, and is not exhausted', async () => {
    const source = over(make([1, 2, 3, 4]));
    await source.next();
    source.stop();
    expect(await source.next()).toBeUndefined();
    expect(source.isExhausted).toBe(false);
  });
});

describe('an error of a source', () => {
  it.each([
    [
      'at hand',
      function* () {
        yield 1;
        throw new Error('gone');
      },
    ],
    [
      'that comes bit by bit',
      async function* () {
        yield 1;
        throw new Error('gone');
      },
    ],
  ])('%s comes after all it gave', async (_, make) => {
    const source = over(make());
    expect(await source.next()).toEqual([1]);
    await expect(source.next()).rejects.toThrow('gone');
    expect(source.isExhausted).toBe(true);
  });
});

describe('a source that comes bit by bit', () => {
  it('is asked for one item at a time, and only while a batch wants more', async () => {
    const { items, asked, give } = byHand();
    const source = over(items);
    const batch = source.next();
    await nextTurn();
    expect(asked).toHaveLength(1);
    for (const item of [1, 2, 3]) await give(item);
    expect(await batch).toEqual([1, 2, 3]);
    expect(asked).toHaveLength(3);
  });

  it('hands on what is there when it is stopped, and what is on its way after that', async () => {
    const { items, give } = byHand();
    const source = over(items);
    const batch = source.next();
    await give(1);
    source.stop();
    expect(await batch).toEqual([1]);
    const last = source.next();
    await give(2);
    expect(await last).toEqual([2]);
    expect(await source.next()).toBeUndefined();
  });

  it('is not waited for longer than a batch lingers once it is stopped', async () => {
    const { items, isClosed } = byHand();
    const source = over(items, 1);
    const batch = source.next();
    await nextTurn();
    source.stop();
    expect(await batch).toBeUndefined();
    await source.close(() => {});
    expect(isClosed()).toBe(true);
  });
});
