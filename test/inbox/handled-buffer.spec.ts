import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { HandledBuffer, MANY_AT_ONCE, ONE_BY_ONE } from '../../lib/inbox/handled-buffer.js';
import type { InboxStore } from '../../lib/store/inbox-store.js';
import { deferred } from '../support/deferred.js';
import { fakeLease } from '../tasks/support/fakes.js';

const NUMBER = '982000123';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

function setUp(limits = MANY_AT_ONCE) {
  const lease = fakeLease('1');
  const handled = jest.fn<InboxStore['handled']>(async () => undefined);
  const buffer = new HandledBuffer(lease, NUMBER, { store: { handled }, limits });
  const committed = () => handled.mock.calls.map(([, , ids]) => ids);
  const addAll = async (from: number, to: number) => {
    for (let id = from; id <= to; id++) await buffer.add(String(id));
  };
  return { lease, handled, buffer, committed, addAll };
}

const idsOf = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => String(from + i));

describe('texts that were handled', () => {
  it('are committed one by one where a commit costs little, before the next is handed over', async () => {
    const { lease, handled, addAll } = setUp(ONE_BY_ONE);
    await addAll(1, 3);
    expect(handled.mock.calls).toEqual([1, 2, 3].map((id) => [lease, NUMBER, [String(id)]]));
  });

  it('are committed many at a time over a network, in their order', async () => {
    const { buffer, committed, addAll } = setUp();
    await addAll(1, 60);
    await buffer.flush();
    expect(committed()).toEqual([idsOf(1, 25), idsOf(26, 50), idsOf(51, 60)]);
  });

  it('wait no longer than 250 ms for others', async () => {
    const { committed, addAll } = setUp();
    await addAll(1, 2);
    await jest.advanceTimersByTimeAsync(249);
    expect(committed()).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(committed()).toEqual([['1', '2']]);
  });

  it('are never more than 50 that are not committed', async () => {
    const { handled, addAll, committed } = setUp();
    const commit = deferred();
    handled.mockImplementationOnce(() => commit.promise);
    let added = 0;
    const all = addAll(1, 49).then(() => (added = 49));
    await all;
    const fiftieth = addAll(50, 50).then(() => (added = 50));
    await jest.advanceTimersByTimeAsync(10_000);
    expect(added).toBe(49);
    commit.resolve();
    await fiftieth;
    expect(committed()).toEqual([idsOf(1, 25), idsOf(26, 50)]);
  });

  it('stay when their commit fails, and are committed with the next, each once', async () => {
    const { handled, buffer, committed } = setUp(ONE_BY_ONE);
    handled.mockRejectedValueOnce(new Error('away'));
    await expect(buffer.add('1')).rejects.toThrow('away');
    await buffer.add('1');
    await buffer.add('2');
    expect(committed()).toEqual([['1'], ['1'], ['2']]);
  });

  it('are told of a commit that failed by the next that waits for one, not by a crash', async () => {
    const { handled, buffer, committed, addAll } = setUp();
    handled.mockRejectedValueOnce(new Error('away'));
    await addAll(1, 25);
    await jest.advanceTimersByTimeAsync(10);
    handled.mockRejectedValueOnce(new Error('still away'));
    await expect(buffer.flush()).rejects.toThrow('still away');
    await buffer.flush();
    expect(committed()).toEqual(Array(3).fill(idsOf(1, 25)));
  });
});
