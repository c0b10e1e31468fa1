import { describe, expect, it, jest } from '@jest/globals';
import { isolateRefused } from '../../lib/delivery/isolate-refused.js';
import { PayamSmsStoreError } from '../../lib/errors/store.error.js';

const badRow = new Error('bad row');
const away = new Error('away');
const lost = new PayamSmsStoreError('lease-lost', 'record delivery states');
const items = (count: number) => Array.from({ length: count }, (_, i) => i);

/** A store that refuses some items, and fails altogether after so many calls. */
function aStore(refused: readonly number[], callsUntilAway = Infinity) {
  const written: number[] = [];
  let calls = 0;
  const call = () => {
    if (++calls > callsUntilAway) throw away;
  };
  const write = jest.fn(async (some: readonly number[]) => {
    call();
    if (some.some((item) => refused.includes(item))) throw badRow;
    written.push(...some);
  });
  return { write, check: jest.fn(async () => call()), written };
}

describe('items that the store refused together', () => {
  it('are written but for those that it refuses alone', async () => {
    const store = aStore([7, 311]);
    expect(await isolateRefused(items(900), badRow, store)).toEqual([
      { item: 7, error: badRow },
      { item: 311, error: badRow },
    ]);
    expect(store.written).toEqual(items(900).filter((item) => item !== 7 && item !== 311));
    expect(store.write.mock.calls.length).toBeLessThan(50);
  });

  it('are none of them refused where the store failed for a moment', async () => {
    const store = aStore([]);
    expect(await isolateRefused(items(5), badRow, store)).toEqual([]);
    expect(store.written).toEqual(items(5));
  });

  it('are not tried at all where it is the store that is away', async () => {
    const store = aStore([], 0);
    await expect(isolateRefused(items(500), away, store)).rejects.toBe(away);
    expect(store.write).not.toHaveBeenCalled();
  });

  it('are not tried where the error is of the store as a whole', async () => {
    const store = aStore([]);
    await expect(isolateRefused(items(500), lost, store)).rejects.toBe(lost);
    expect(store.check).not.toHaveBeenCalled();
    expect(store.write).not.toHaveBeenCalled();
  });

  it('are not refused one by one when the lease is lost meanwhile', async () => {
    const store = aStore([7]);
    store.write.mockImplementationOnce(async () => {
      store.write.mockRejectedValue(lost);
      throw badRow;
    });
    await expect(isolateRefused(items(900), badRow, store)).rejects.toBe(lost);
    expect(store.write).toHaveBeenCalledTimes(2);
  });

  it('are not blamed when the store goes away meanwhile', async () => {
    // The call after which it is away is the last one before the item would be refused alone.
    for (let calls = 1; calls < 12; calls++) {
      const store = aStore([0], calls);
      await expect(isolateRefused(items(900), badRow, store)).rejects.toBe(away);
      expect(store.write.mock.calls.length).toBeLessThan(20);
    }
  });
});
