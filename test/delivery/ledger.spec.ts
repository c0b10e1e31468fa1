import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { type Entry, Ledger } from '../../lib/delivery/ledger.js';
import { PayamSmsStoreError } from '../../lib/errors/store.error.js';
import type { DeliveryStore } from '../../lib/store/delivery-store.js';
import { deferred } from '../support/deferred.js';
import { aFollowed, aLease } from './support/followed.js';

function setUp(record: () => Promise<void> = async () => {}) {
  const store = { record: jest.fn<DeliveryStore['record']>(record) };
  const written: Entry[] = [];
  const errors: unknown[] = [];
  const unwritable: string[] = [];
  const ledger = new Ledger(
    store,
    aLease,
    (entries) => written.push(...entries),
    (error) => errors.push(error),
    (some) => unwritable.push(...some.map(({ entry }) => entry.followed.id)),
  );
  return { ledger, store, written, errors, unwritable };
}

const full = new PayamSmsStoreError('full', 'record delivery states');

const goesOn = (id: string): Entry => {
  const followed = aFollowed(id);
  return { followed, next: { ...followed, rung: 1 } };
};
const ends = (id: string): Entry => ({ followed: aFollowed(id), next: undefined });

afterEach(() => {
  jest.useRealTimers();
});

describe('the ledger', () => {
  it('writes what comes close together in one step', async () => {
    jest.useFakeTimers();
    const { ledger, store, written } = setUp();
    const entries = [goesOn('1'), ends('2'), goesOn('3')];
    for (const entry of entries) ledger.add(entry);
    expect(store.record).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(10);
    expect(store.record.mock.calls).toEqual([
      [aLease, [entries[0]!.next, entries[2]!.next], [entries[1]!.followed]],
    ]);
    expect(written).toEqual(entries);
    expect(ledger.isEmpty).toBe(true);
  });

  it('waits for nothing when much has come', async () => {
    const { ledger, store, written } = setUp();
    for (let i = 0; i < 1_500; i++) ledger.add(ends(`${i}`));
    expect(store.record.mock.calls[0]![2]).toHaveLength(1_000);
    await ledger.flush();
    expect(written).toHaveLength(1_500);
  });

  it('keeps what the store refused and writes it with the next', async () => {
    jest.useFakeTimers();
    const { ledger, store, written, errors } = setUp();
    store.record.mockRejectedValueOnce(full);
    ledger.add(goesOn('1'));
    await jest.advanceTimersByTimeAsync(10);
    expect(errors).toEqual([full]);
    expect(written).toEqual([]);

    ledger.add(ends('2'));
    await ledger.flush();
    expect(written.map(({ followed }) => followed.id)).toEqual(['1', '2']);
  });

  it('rejects a flush that the store refused', async () => {
    const { ledger } = setUp(async () => {
      throw full;
    });
    ledger.add(goesOn('1'));
    await expect(ledger.flush()).rejects.toThrow('disk is full');
    expect(ledger.isEmpty).toBe(false);
  });

  it('writes one thing after another', async () => {
    const first = deferred();
    const { ledger, store, written } = setUp(() => first.promise);
    ledger.add(goesOn('1'));
    const flushed = ledger.flush();
    ledger.add(goesOn('2'));
    await new Promise(setImmediate);
    expect(store.record).toHaveBeenCalledTimes(1);
    first.resolve();
    await flushed;
    expect(store.record).toHaveBeenCalledTimes(2);
    expect(written.map(({ followed }) => followed.id)).toEqual(['1', '2']);
  });
});

const refusing =
  (...ids: string[]): DeliveryStore['record'] =>
  async (_lease, changed, done) => {
    if ([...changed, ...done].some(({ id }) => ids.includes(id))) throw new Error('bad row');
  };

describe('an entry that cannot be written', () => {
  it('keeps no other, and is told by itself', async () => {
    const { ledger, store, written, errors, unwritable } = setUp();
    store.record.mockImplementation(refusing('7', '311'));
    for (let i = 0; i < 900; i++) ledger.add(goesOn(`${i}`));
    await ledger.flush();
    expect(unwritable).toEqual(['7', '311']);
    expect(written).toHaveLength(898);
    expect(errors).toEqual([]);
    expect(ledger.isEmpty).toBe(true);
  });

  it('is none where it was the store that failed for a moment', async () => {
    const { ledger, store, written, unwritable } = setUp();
    store.record.mockRejectedValueOnce(new Error('reset'));
    ledger.add(goesOn('1'));
    await ledger.flush();
    expect([written.length, unwritable]).toEqual([1, []]);
  });

  it('is none where the store is away: all is kept, in two calls', async () => {
    const { ledger, store, unwritable } = setUp();
    store.record.mockRejectedValue(new Error('away'));
    for (let i = 0; i < 500; i++) ledger.add(goesOn(`${i}`));
    await expect(ledger.flush()).rejects.toThrow('away');
    expect(store.record).toHaveBeenCalledTimes(2);
    expect([ledger.isEmpty, unwritable]).toEqual([false, []]);
  });
});
