import { PayamSmsStoreError, type StoreFailure } from '../errors/store.error.js';

/** The reasons for which one item may be refused; all others are of the store as a whole. */
const OF_AN_ITEM: ReadonlySet<StoreFailure> = new Set(['unavailable']);

/** An item that the store refuses, whatever is written with it. */
export interface Refused<T> {
  item: T;
  error: unknown;
}

/** Writes items in one step, all of them or none. */
type Write<T> = (items: readonly T[]) => Promise<void>;

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
  write: Write<T>,
): Promise<Refused<T>[]> {
  if (failure instanceof PayamSmsStoreError && !OF_AN_ITEM.has(failure.reason)) throw failure;
  await requireStore(write);
  return writeHalved(items, write);
}

async function writeHalved<T>(items: readonly T[], write: Write<T>): Promise<Refused<T>[]> {
  try {
    await write(items);
    return [];
  } catch (error) {
    if (items.length === 1) {
      // It may have gone away since the last item was written.
      await requireStore(write);
      return [{ item: items[0]!, error }];
    }
    const middle = items.length >> 1;
    const first = await writeHalved(items.slice(0, middle), write);
    return [...first, ...(await writeHalved(items.slice(middle), write))];
  }
}

/** A store that cannot even write nothing is away. */
const requireStore = <T>(write: Write<T>): Promise<void> => write([]);
