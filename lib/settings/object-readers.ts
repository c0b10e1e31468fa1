import type { AxiosProxyConfig } from 'axios';
import type { PayamSmsStore } from '../store/store.js';
import { withHiddenCredentials } from './proxy-credentials.js';
import { plainObject, type Reader } from './readers.js';

const METHODS = ['open', 'close', 'account'];
const SURVIVES = ['nothing', 'process', 'power'];

export const store: Reader<PayamSmsStore> = (given) => {
  const candidate = Object(given) as Record<string, unknown>;
  if (METHODS.some((method) => typeof candidate[method] !== 'function')) {
    return { problem: 'expected a store, such as new SqliteStore(path) of nestjs-payamsms/sqlite' };
  }
  return SURVIVES.includes(candidate['survives'] as string)
    ? { value: given as PayamSmsStore }
    : { problem: `expected a store whose property survives is one of ${SURVIVES.join(', ')}` };
};

export const proxy: Reader<AxiosProxyConfig | false> = (given) => {
  if (given === false) return { value: given };
  const result = plainObject(given);
  return 'value' in result
    ? { value: withHiddenCredentials(result.value as AxiosProxyConfig) }
    : { problem: "expected false or an object as axios' proxy takes" };
};
