import { PayamSmsStoreError, type StoreFailure } from '../errors/store.error.js';

/** The reasons for which one item may be refused; all others are of the store as a whole. */
const OF_AN_ITEM: ReadonlySet<StoreFailure> = new Set(['unavailable']);

/** An item that the store refuses, whatever is written with it. */
export interface Refused<T> {
  item: T;
  error: unknown;
}

/** What is needed of the store. */
export interface RefusingStore<T> {
  /** Writes items in one step, all of them or none. */
  write(items: readonly T[]): Promise<void>;
  /** Rejects where it is the store that fails, whatever is written. */
  check(): Promise<void>;
}

/**
 * Writes by halves what could not be written together, until each item that is refused is alone: it
 * must not keep the others from being written.
 *
 * @param failure of the attempt to write all
 * @returns the items that are refused
 * @throws when it is the store that fails; some of the items may be written then
 */
export async function isolateRefused<T>(
  items: readonly T[],
  failure: unknown,
  store: RefusingStore<T>,
): Promise<Refused<T>[]> {
  requireOfAnItem(failure);
  await store.check();
  return writeHalved(items, store);
}

async function writeHalved<T>(items: readonly T[], store: RefusingStore<T>): Promise<Refused<T>[]> {
  try {
    await store.write(items);
    return [];
  } catch (error) {
    requireOfAnItem(error);
    if (items.length === 1) {
      // The store may have gone away since the last item was written.
      await store.check();
      return [{ item: items[0]!, error }];
    }
    const middle = items.length >> 1;
    const first = await writeHalved(items.slice(0, middle), store);
    return [...first, ...(await writeHalved(items.slice(middle), store))];
  }
}

function requireOfAnItem(error: unknown): void {
  if (error instanceof PayamSmsStoreError && !OF_AN_ITEM.has(error.reason)) throw error;
}
