import { afterEach, describe, expect, it } from '@jest/globals';
import { MemoryStore } from '../../lib/store/memory/memory-store.js';
import type { PayamSmsStore } from '../../lib/store/store.js';
import { COMMITS } from '../../lib/testing/store/commits.js';
import { declareStoreTests } from '../../lib/testing/store/describe-store.js';
import { describeStore, type StoreTestOptions } from '../../lib/testing/index.js';
import { SmallRunner } from './support/small-runner.js';
import { fencedByItsHolder, WRONG_STORES, wrongStore } from './support/wrong-stores/index.js';
import type { Wrong } from './support/wrong-stores/wrong-store.js';

/** Most of the stores here are in memory, and share nothing. */
const OWN: StoreTestOptions = { shared: false };

function declared(
  makeStore: (place: string) => PayamSmsStore,
  options: StoreTestOptions = OWN,
): SmallRunner {
  const runner = new SmallRunner();
  declareStoreTests(runner, 'the store', makeStore, options);
  expect(runner.size).toBeGreaterThan(100);
  return runner;
}

const failuresOf = (...given: Parameters<typeof declared>): Promise<string[]> =>
  declared(...given).failures();

const namesWith = (options: StoreTestOptions): string =>
  declared(() => new MemoryStore(), options).names.join();

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
    const failures = await failuresOf(() => new Surviving(), {});
    expect(failures).toContainEqual(expect.stringContaining('after a restart'));
    expect(failures).toContainEqual(expect.stringContaining('has one holder a lease among all'));
  });

  it('finds a store whose close releases nothing', async () => {
    const failures = await failuresOf(() =>
      Object.assign(new MemoryStore(), { close: async () => {} }),
    );
    expect(failures).toEqual([expect.stringContaining('held no more when the store is closed')]);
  });

  it('finds a store that is not what the option says of its data', async () => {
    const found = [expect.stringContaining('says that it survives')];
    expect(await failuresOf(() => new Surviving())).toEqual(found);
    expect(await failuresOf(() => new MemoryStore(), {})).toEqual(expect.arrayContaining(found));
  });

  it('declares no test that a store has nothing to do with', () => {
    expect(namesWith({ shared: false })).not.toMatch(/several on the same data|was frozen/);
    expect(namesWith({})).toMatch(/several on the same data/);
    expect(namesWith({ expireLeases: () => undefined })).toMatch(/was frozen/);
  });

  it('finds a store that asks the holder alone whether it has the lease', async () => {
    const frozenFailures = async (wrong: Wrong) => {
      const kept = new Map<string, PayamSmsStore>();
      const makeStore = (place: string) => {
        const store = kept.get(place) ?? { ...wrongStore(wrong), survives: 'process' };
        kept.set(place, store);
        return store;
      };
      // What is under it releases all its leases, and the holders do not learn of it.
      const expireLeases = (place: string) => kept.get(place)!.close();
      const failures = await failuresOf(makeStore, { expireLeases });
      return failures.filter((name) => name.includes('a holder that was frozen commits nothing'));
    };
    expect(await frozenFailures(() => ({}))).toEqual([]);
    expect(await frozenFailures(fencedByItsHolder)).toHaveLength(2 * COMMITS.length);
    // Without the option, nothing finds it.
    const others = await failuresOf(() => wrongStore(fencedByItsHolder));
    expect(others.filter((name) => name.includes('fences'))).toEqual([]);
  });

  it('gives each test a place of its own, and a second store of the test the same one', async () => {
    const places: string[] = [];
    const kept = new Map<string, MemoryStore>();
    await failuresOf((place) => {
      places.push(place);
      const store = kept.get(place) ?? new Surviving();
      kept.set(place, store);
      return store;
    }, {});
    expect(places.length).toBeGreaterThan(kept.size);
    for (const place of places) expect(place).toMatch(/^[\da-f]{16}$/);
  });

  it('cleans up each place once, when its stores are closed, though they fail to', async () => {
    const open = new Map<string, number>();
    const cleaned: string[] = [];
    const makeStore = (place: string) => {
      open.set(place, (open.get(place) ?? 0) + 1);
      const close = async () => {
        open.set(place, open.get(place)! - 1);
        throw new Error('no');
      };
      return Object.assign(new Surviving(), { close });
    };
    const cleanUp = (place: string) => {
      // One test closes its store by itself, too.
      expect(open.get(place)).toBeLessThanOrEqual(0);
      cleaned.push(place);
    };
    const runner = declared(makeStore, { cleanUp });
    expect(await runner.failures()).toHaveLength(runner.size);
    expect(cleaned).toEqual([...open.keys()]);
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
