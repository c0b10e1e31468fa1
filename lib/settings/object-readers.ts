import type { AxiosProxyConfig } from 'axios';
import type { PayamSmsStore } from '../store/store.js';
import { withHiddenCredentials } from './proxy-credentials.js';
import { StoreAddress } from './store-address.js';
import { plainObject, type Reader } from './readers.js';

const TEXTS =
  'memory, sqlite:PATH, redis://HOST:PORT, rediss://HOST:PORT or postgres://USER@HOST:PORT/DATABASE';
const METHODS = ['open', 'close', 'account'];
const SURVIVES = ['nothing', 'process', 'power'];

/** As an object, or as a text that names where it is; `memory` is what there is without one. */
export const store: Reader<PayamSmsStore | StoreAddress | undefined> = (given) => {
  if (typeof given === 'string') return storeOfText(given.trim());
  const candidate = Object(given) as Record<string, unknown>;
  if (METHODS.some((method) => typeof candidate[method] !== 'function')) {
    return {
      problem: `expected a store, such as new SqliteStore(path) of nestjs-payamsms/sqlite, or ${TEXTS}`,
    };
  }
  return SURVIVES.includes(candidate['survives'] as string)
    ? { value: given as PayamSmsStore }
    : { problem: `expected a store whose property survives is one of ${SURVIVES.join(', ')}` };
};

function storeOfText(text: string): ReturnType<typeof store> {
  if (text === 'memory') return { value: undefined };
  const address = StoreAddress.of(text);
  // The text is not repeated: it may hold a password.
  return address ? { value: address } : { problem: `expected ${TEXTS}` };
}

export const proxy: Reader<AxiosProxyConfig | false> = (given) => {
  if (given === false) return { value: given };
  const result = plainObject(given);
  return 'value' in result
    ? { value: withHiddenCredentials(result.value as AxiosProxyConfig) }
    : { problem: "expected false or an object as axios' proxy takes" };
};
