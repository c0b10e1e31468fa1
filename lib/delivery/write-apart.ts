import { PayamSmsStoreError, type StoreFailure } from '../errors/store.error.js';

/** What a store says of itself; of one entry it can only say that something is not available. */
const OF_THE_ENTRY: ReadonlySet<StoreFailure> = new Set(['unavailable']);

/**
 * Writes in halves what could not be written together, until what cannot be written is alone: one
 * entry must keep no other.
 *
 * @returns the entries that cannot be written, each with its error
 * @throws what it failed with, when it is the store that fails
 */
export async function writeApart<T>(
  entries: readonly T[],
  failure: unknown,
  write: (entries: readonly T[]) => Promise<void>,
): Promise<{ entry: T; error: unknown }[]> {
  if (failure instanceof PayamSmsStoreError && !OF_THE_ENTRY.has(failure.reason)) throw failure;
  // A store that cannot even write nothing is away.
  await write([]);
  return halved(entries, write);
}

async function halved<T>(
  entries: readonly T[],
  write: (entries: readonly T[]) => Promise<void>,
): Promise<{ entry: T; error: unknown }[]> {
  try {
    await write(entries);
    return [];
  } catch (error) {
    if (entries.length === 1) return [{ entry: entries[0]!, error }];
    const middle = entries.length >> 1;
    const first = await halved(entries.slice(0, middle), write);
    return [...first, ...(await halved(entries.slice(middle), write))];
  }
}
