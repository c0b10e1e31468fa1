import { afterEach, describe, expect, it } from '@jest/globals';
import { MemoryStore } from '../../lib/store/memory/memory-store.js';
import type { PayamSmsStore } from '../../lib/store/store.js';
import { declareStoreTests } from '../../lib/testing/store/describe-store.js';
import { describeStore } from '../../lib/testing/index.js';
import { SmallRunner } from './support/small-runner.js';
import { WRONG_STORES, wrongStore } from './support/wrong-stores/index.js';

async function failuresOf(makeStore: (place: string) => PayamSmsStore): Promise<string[]> {
  const runner = new SmallRunner();
  declareStoreTests(runner, 'the store', makeStore);
  expect(runner.size).toBeGreaterThan(100);
  return runner.failures();
}

/** A store that says that it survives the process, in such a place. */
class Surviving extends MemoryStore {
  override readonly survives = 'process' as never;
}

describe('describeStore', () => {
  it('finds no fault in a store that has none', async () => {
    expect(await failuresOf(() => wrongStore(() => ({})))).toEqual([]);
  });

  it.each(Object.entries(WRONG_STORES))('finds a store that %s', async (_, wrong) => {
    expect(await failuresOf(() => wrongStore(wrong))).not.toEqual([]);
  });

  it('finds a store that has one account for all', async () => {
    const failures = await failuresOf(() => {
      const store = new MemoryStore();
      const only = store.account('');
      return Object.assign(store, { account: () => only });
    });
    expect(failures).toContainEqual(expect.stringContaining('accounts'));
  });

  it('finds a store that forgets at a restart what it says it keeps', async () => {
    const failures = await failuresOf(() => new Surviving());
    expect(failures).toContainEqual(expect.stringContaining('after a restart'));
    expect(failures).toContainEqual(expect.stringContaining('has one holder a lease among all'));
  });

  it('finds a store whose close releases nothing', async () => {
    const failures = await failuresOf(() =>
      Object.assign(new MemoryStore(), { close: async () => {} }),
    );
    expect(failures).toEqual([expect.stringContaining('held no more when the store is closed')]);
  });

  it('gives each test a place of its own, and a second store of the test the same one', async () => {
    const places: string[] = [];
    const kept = new Map<string, MemoryStore>();
    await failuresOf((place) => {
      places.push(place);
      const store = kept.get(place) ?? new Surviving();
      kept.set(place, store);
      return store;
    });
    expect(places.length).toBeGreaterThan(kept.size);
    for (const place of places) expect(place).toMatch(/^[\da-f]{16}$/);
  });
});

describe('without the globals of a test runner', () => {
  const { describe: ofJest } = globalThis as { describe?: unknown };
  afterEach(() => {
    Object.assign(globalThis, { describe: ofJest });
  });

  it('tells which are missing, and how to get them', () => {
    Object.assign(globalThis, { describe: undefined });
    expect(() => describeStore('a store', () => new MemoryStore())).toThrow(
      /needs the globals of Jest, or of Vitest with test\.globals .* missing: describe$/,
    );
  });
});
