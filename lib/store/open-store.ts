import { MemoryStore } from './memory-store.js';
import type { PayamSmsStore } from './store.js';

/** Injects the {@link PayamSmsStore}, open. The module closes it, after everybody else is done. */
export const STORE = Symbol('PAYAMSMS_STORE');

/**
 * Makes {@link STORE}: Nest injects it only when this has resolved, so nobody ever holds one that is
 * not open, and a store that does not open stops the app at start.
 */
export async function openStore({ store }: { store?: PayamSmsStore }): Promise<PayamSmsStore> {
  const opened = store ?? new MemoryStore();
  await opened.open();
  return opened;
}
