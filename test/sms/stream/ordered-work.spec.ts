import { describe, expect, it } from '@jest/globals';
import { nextTurn } from '../../../lib/concurrency/timers.js';
import { OrderedWork, type Piece } from '../../../lib/sms/stream/ordered-work.js';
import { deferred } from '../../support/deferred.js';

/** Pieces that the test ends, and frees, one by one. */
function setUp(count: number, limits = { busy: 2, waiting: 4 }, failure?: Error) {
  const ends = Array.from({ length: count }, () => deferred<string>());
  const frees: (() => void)[] = [];
  const piece =
    (at: number): Piece<string> =>
    (free) => {
      frees[at] = free;
      return ends[at]!.promise.finally(free);
    };
  let given = 0;
  const work = new OrderedWork<string>(async () => {
    if (given < count) return piece(given++);
    if (failure) throw failure;
    return undefined;
  }, limits);
  const end = (...at: number[]) => at.forEach((i) => ends[i]!.resolve(`${i}`));
  return { work, end, free: (at: number) => frees[at]!(), started: () => given };
}

describe('ordered work', () => {
  it('gives results in the order in which they began, whichever ends first', async () => {
    const { work, end } = setUp(3, { busy: 3, waiting: 3 });
    await nextTurn();
    end(2, 1, 0);
    const taken = [await work.take(), await work.take(), await work.take(), await work.take()];
    expect(taken).toEqual([{ result: '0' }, { result: '1' }, { result: '2' }, undefined]);
  });

  it('starts no more at once than may be busy; what has freed its place does not count', async () => {
    const { free, started } = setUp(5);
    await nextTurn();
    expect(started()).toBe(2);
    free(1);
    free(1);
    await nextTurn();
    expect(started()).toBe(3);
  });

  it('starts no more than may wait to be taken, however many have freed their places', async () => {
    const { free, started } = setUp(9);
    for (const at of [0, 1, 2, 3]) {
      await nextTurn();
      free(at);
    }
    await nextTurn();
    expect(started()).toBe(4);
  });

  it('runs no further ahead of a slow consumer than two results', async () => {
    const { end, started, work } = setUp(9);
    await nextTurn();
    end(...Array(9).keys());
    await nextTurn();
    await nextTurn();
    const ahead = started();
    await nextTurn();
    expect(started()).toBe(ahead);
    expect(ahead).toBeLessThanOrEqual(4);
    for (let i = 0; i < 9; i++) expect(await work.take()).toEqual({ result: `${i}` });
  });

  it('fails after the results of what had begun', async () => {
    const { work, end } = setUp(1, undefined, new Error('the source is gone'));
    end(0);
    expect(await work.take()).toEqual({ result: '0' });
    await expect(work.take()).rejects.toThrow('the source is gone');
  });

  it('gives all that was started to a consumer that leaves', async () => {
    const { work, end } = setUp(3);
    await nextTurn();
    end(0, 1, 2);
    await work.take();
    expect(await work.leftovers()).toEqual(['1', '2']);
  });
});
