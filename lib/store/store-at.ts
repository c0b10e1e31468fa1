import type { StoreAddress } from '../settings/store-address.js';
import type { PayamSmsStore } from './store.js';

/** The stores that are in use, by their addresses: accounts with the same one share it. */
const IN_USE = new Map<string, WeakRef<PayamSmsStore>>();

/**
 * The store at an address; what it needs is loaded now, and by no app that names another kind.
 *
 * @throws {TypeError} that says what is wrong with the address, and shows no password
 */
export async function storeAt(address: StoreAddress): Promise<PayamSmsStore> {
  const text = address.reveal();
  const known = () => IN_USE.get(text)?.deref();
  const store = known() ?? (await makeStore(address));
  // Another account may have made it meanwhile.
  const shared = known() ?? store;
  IN_USE.set(text, new WeakRef(shared));
  return shared;
}

async function makeStore(address: StoreAddress): Promise<PayamSmsStore> {
  const text = address.reveal();
  switch (address.kind) {
    case 'sqlite': {
      const { SqliteStore } = await import('./sqlite/index.js');
      return new SqliteStore(text.slice('sqlite:'.length));
    }
    case 'redis': {
      const { RedisStore } = await import('./redis/index.js');
      return new RedisStore({ url: text });
    }
    case 'postgres': {
      const { PostgresStore } = await import('./postgres/index.js');
      return new PostgresStore({ url: text });
    }
  }
}
