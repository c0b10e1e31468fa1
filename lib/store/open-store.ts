import { Logger } from '@nestjs/common';
import { MemoryStore } from './memory-store.js';
import type { PayamSmsStore } from './store.js';

/** Injects the {@link PayamSmsStore}, open. The module closes it, after everybody else is done. */
export const STORE = Symbol('PAYAMSMS_STORE');

/** What is known of the store, and of those who lean on it. */
interface StoreSettings {
  store?: PayamSmsStore;
  inbox?: object;
  delivery?: object;
}

/**
 * Makes {@link STORE}: Nest injects it only when this has resolved, so nobody ever holds one that is
 * not open, and a store that does not open stops the app at start. Says what a restart would cost.
 */
export async function openStore({ store, inbox, delivery }: StoreSettings): Promise<PayamSmsStore> {
  const opened = store ?? new MemoryStore();
  await opened.open();
  if (!opened.durable && (inbox || delivery)) {
    new Logger('PayamSms').warn(
      'What the inbox and delivery tracking remember is kept in memory: a restart forgets which texts were handled and which messages are followed. Set the option store to a SqliteStore of nestjs-payamsms/sqlite to keep it',
    );
  }
  return opened;
}
