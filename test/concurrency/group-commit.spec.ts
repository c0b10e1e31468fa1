import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { GroupCommit } from '../../lib/concurrency/group-commit.js';
import { deferred } from '../support/deferred.js';

class Target {
  readonly commit = jest.fn<(items: readonly number[]) => Promise<void>>(async () => {});
  readonly committed = jest.fn();
  readonly commitFailed = jest.fn();
  readonly group = new GroupCommit<number>(this, { maxItems: 3, maxWaitMs: 10 });

  addAll(...items: number[]): void {
    for (const item of items) this.group.add(item);
  }

  get groups(): (readonly number[])[] {
    return this.commit.mock.calls.map(([items]) => items);
  }
}

const down = new Error('down');

afterEach(() => {
  jest.useRealTimers();
});

describe('group commit', () => {
  it('commits in one step what comes within its wait', async () => {
    jest.useFakeTimers();
    const target = new Target();
    target.addAll(1, 2);
    await jest.advanceTimersByTimeAsync(9);
    expect(target.groups).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(target.groups).toEqual([[1, 2]]);
    expect(target.group.size).toBe(0);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(target.groups).toHaveLength(1);
  });

  it('waits for nothing when a group is full, and makes none larger', async () => {
    const target = new Target();
    target.addAll(1, 2, 3, 4);
    expect(target.groups).toEqual([[1, 2, 3]]);
    target.addAll(5, 6, 7, 8);
    await target.group.flush();
    expect(target.groups).toEqual([
      [1, 2, 3],
      [4, 5, 6],
      [7, 8],
    ]);
  });

  it('commits one group after another, and counts what is not committed yet', async () => {
    const target = new Target();
    const first = deferred();
    target.commit.mockReturnValueOnce(first.promise);
    target.addAll(1, 2, 3, 4);
    const flushed = target.group.flush();
    await new Promise(setImmediate);
    expect([target.groups.length, target.group.size]).toEqual([1, 4]);
    first.resolve();
    await flushed;
    expect([target.groups, target.group.size]).toEqual([[[1, 2, 3], [4]], 0]);
  });

  it('tells its target of each commit when its size has become smaller', async () => {
    const target = new Target();
    const sizes: number[] = [];
    target.committed.mockImplementation(() => void sizes.push(target.group.size));
    target.addAll(1, 2, 3, 4);
    await target.group.flush();
    expect(sizes).toEqual([1, 0]);
  });

  it('keeps a group that was rejected, ahead of what came later', async () => {
    jest.useFakeTimers();
    const target = new Target();
    target.commit.mockRejectedValueOnce(down);
    target.addAll(1, 2);
    await jest.advanceTimersByTimeAsync(10);
    expect(target.commitFailed.mock.calls).toEqual([[down]]);
    expect([target.committed.mock.calls.length, target.group.size]).toEqual([0, 2]);
    target.addAll(3, 4);
    await jest.advanceTimersByTimeAsync(20);
    expect(target.groups.slice(1)).toEqual([[1, 2, 3], [4]]);
  });

  it('is not tried again for each that comes after a failure', async () => {
    jest.useFakeTimers();
    const target = new Target();
    target.commit.mockRejectedValueOnce(down);
    target.addAll(1, 2, 3);
    await jest.advanceTimersByTimeAsync(0);
    expect(target.group.isFailing).toBe(true);
    target.addAll(4, 5, 6, 7);
    expect(target.groups).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(20);
    expect(target.groups.slice(1)).toEqual([[1, 2, 3], [4, 5, 6], [7]]);
    expect(target.group.isFailing).toBe(false);
  });

  it('lets what comes during a commit wait for a whole group, too', async () => {
    jest.useFakeTimers();
    const target = new Target();
    const first = deferred();
    target.commit.mockReturnValueOnce(first.promise);
    target.addAll(1, 2, 3, 4);
    first.resolve();
    await jest.advanceTimersByTimeAsync(9);
    expect(target.groups).toEqual([[1, 2, 3]]);
    await jest.advanceTimersByTimeAsync(1);
    expect(target.groups).toEqual([[1, 2, 3], [4]]);
  });

  it('rejects a flush with what its target rejected with, to nobody else', async () => {
    const target = new Target();
    target.commit.mockRejectedValue(down);
    target.addAll(1);
    await expect(target.group.flush()).rejects.toBe(down);
    expect(target.group.size).toBe(1);
    expect(target.commitFailed).not.toHaveBeenCalled();
  });
});
