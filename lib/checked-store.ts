import { PayamSmsConfigurationError } from './errors/configuration.error.js';
import type { Settings } from './settings/settings.js';
import { StoreAddress } from './settings/store-address.js';
import { variableOf } from './settings/variables.js';
import { openStore, type OpenStore } from './store/open-store.js';
import type { PayamSmsStore } from './store/store.js';

const LOSES_UNREAD =
  'cannot be unread, its default, with this store: texts are marked read as they are read, and the store may lose them when its server crashes. Make the server write down what it acknowledges (Redis: appendonly yes, appendfsync always), or choose now, all, an id or a date, with which nothing is marked read';

/**
 * Opens the store that the settings name.
 *
 * @throws {PayamSmsConfigurationError} for an address that is wrong, and for a store that could not keep
 *   what the settings want of it
 */
export async function openCheckedStore(settings: Settings): Promise<OpenStore> {
  const { account, inbox } = settings;
  const problem = (option: string, what: string) => {
    const variable = variableOf(option, account);
    return new PayamSmsConfigurationError([
      { option, ...(variable && { variable }), problem: what },
    ]);
  };
  const store = await storeOf(settings.store, (what) => problem('store', what));
  const opened = await openStore({
    ...(account !== undefined && { account }),
    ...(store && { store }),
  });
  if (inbox?.startFrom !== 'unread' || !opened.isRemote || opened.survives === 'power')
    return opened;
  await opened.close();
  throw problem('inbox.startFrom', LOSES_UNREAD);
}

async function storeOf(
  given: Settings['store'],
  problem: (what: string) => Error,
): Promise<PayamSmsStore | undefined> {
  if (!(given instanceof StoreAddress)) return given;
  const { storeAt } = await import('./store/store-at.js');
  try {
    return await storeAt(given);
  } catch (error) {
    // Of the store's constructor, about what the address says.
    throw error instanceof TypeError ? problem(error.message) : error;
  }
}
