import { SharedStore } from './shared-store.js';
import type { AccountStore, PayamSmsStore, Survives } from './store.js';

/** Injects the {@link AccountStore}, open. */
export const STORE = Symbol('PAYAMSMS_STORE');

/** Injects the module's {@link OpenStore}. The module closes it, after everything else has ended. */
export const OPEN_STORE = Symbol('PAYAMSMS_OPEN_STORE');

/** A store as one module has it open. */
export interface OpenStore {
  readonly account: AccountStore;
  readonly isRemote: boolean;
  readonly survives: Survives;
  /** From now on the store stays open until the module has closed it. */
  started(): Promise<void>;
  /** Other modules of the app may have the store open too, and keep it so. */
  close(): Promise<void>;
}

/** Loaded only into apps that have no other. */
async function inMemory(): Promise<PayamSmsStore> {
  const { MemoryStore } = await import('./memory/memory-store.js');
  return new MemoryStore();
}

/**
 * Makes {@link OPEN_STORE}: Nest injects it only when this has resolved, so no provider ever holds a
 * store that is not open, and one that does not open stops the app at start.
 */
export async function openStore(settings: {
  account?: string;
  store?: PayamSmsStore;
}): Promise<OpenStore> {
  const { account = '', store = await inMemory() } = settings;
  const shared = SharedStore.of(store);
  await shared.open();
  const user = {};
  try {
    return {
      account: store.account(account),
      isRemote: store.isRemote ?? false,
      survives: store.survives,
      started: () => shared.started(user),
      close: () => shared.close(user),
    };
  } catch (error) {
    await shared.close(user);
    throw error;
  }
}
