import { describe, expect, it, jest } from '@jest/globals';
import { isolateRefused } from '../../lib/delivery/isolate-refused.js';
import { PayamSmsStoreError } from '../../lib/errors/store.error.js';

const badRow = new Error('bad row');
const away = new Error('away');
const items = (count: number) => Array.from({ length: count }, (_, i) => i);

/** A store that refuses some items, and fails altogether after so many calls. */
function aStore(refused: readonly number[], callsUntilAway = Infinity) {
  const written: number[] = [];
  const write = jest.fn(async (some: readonly number[]) => {
    if (write.mock.calls.length > callsUntilAway) throw away;
    if (some.some((item) => refused.includes(item))) throw badRow;
    written.push(...some);
  });
  return { write, written };
}

describe('items that the store refused together', () => {
  it('are written but for those that it refuses alone', async () => {
    const { write, written } = aStore([7, 311]);
    expect(await isolateRefused(items(900), badRow, write)).toEqual([
      { item: 7, error: badRow },
      { item: 311, error: badRow },
    ]);
    expect(written).toEqual(items(900).filter((item) => item !== 7 && item !== 311));
    expect(write.mock.calls.length).toBeLessThan(50);
  });

  it('are none of them refused where the store failed for a moment', async () => {
    const { write, written } = aStore([]);
    expect(await isolateRefused(items(5), badRow, write)).toEqual([]);
    expect(written).toEqual(items(5));
  });

  it('are not tried at all where it is the store that is away', async () => {
    const { write } = aStore([], 0);
    await expect(isolateRefused(items(500), away, write)).rejects.toBe(away);
    expect(write.mock.calls).toEqual([[[]]]);
  });

  it('are not tried where the error is of the store as a whole', async () => {
    const { write } = aStore([]);
    const lost = new PayamSmsStoreError('lease-lost', 'record delivery states');
    await expect(isolateRefused(items(500), lost, write)).rejects.toBe(lost);
    expect(write).not.toHaveBeenCalled();
  });

  it('are not blamed when the store goes away meanwhile', async () => {
    const { write } = aStore([7], 4);
    await expect(isolateRefused(items(900), badRow, write)).rejects.toBe(away);
    expect(write.mock.calls.length).toBeLessThan(20);
  });
});
