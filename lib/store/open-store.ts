import { loggerOf } from '../settings/logger.js';
import { MemoryStore } from './memory/memory-store.js';
import { SharedStore } from './shared-store.js';
import type { AccountStore, PayamSmsStore } from './store.js';

/** Injects the {@link AccountStore}, open. */
export const STORE = Symbol('PAYAMSMS_STORE');

/** Injects the module's {@link OpenStore}. The module closes it, after everything else has ended. */
export const OPEN_STORE = Symbol('PAYAMSMS_OPEN_STORE');

/** A store as one module has it open. */
export interface OpenStore {
  readonly account: AccountStore;
  /** Other modules of the app may have the store open too, and keep it so. */
  close(): Promise<void>;
}

/** What is known of the store, and of what relies on it. */
interface StoreSettings {
  account?: string;
  store?: PayamSmsStore;
  inbox?: object;
  delivery?: object;
}

/**
 * Makes {@link OPEN_STORE}: Nest injects it only when this has resolved, so no provider ever holds a
 * store that is not open, and one that does not open stops the app at start. Warns of what a restart
 * would cost.
 */
export async function openStore(settings: StoreSettings): Promise<OpenStore> {
  const { account = '', store = new MemoryStore(), inbox, delivery } = settings;
  const shared = SharedStore.of(store);
  await shared.open();
  if (store.survives === 'nothing' && (inbox || delivery)) {
    loggerOf(settings).warn(
      'What the inbox and delivery tracking remember is kept in memory: a restart forgets which texts were handled and which messages are followed. Set the option store to a SqliteStore of nestjs-payamsms/sqlite to keep it',
    );
  }
  let closed: Promise<void> | undefined;
  return {
    account: store.account(account),
    // Nest 11 calls the hooks of shutdown again when an app is closed twice.
    close: () => (closed ??= shared.close()),
  };
}
