import type { Lease, LeaseName } from '../lease.js';
import type { AccountKeys } from './keys.js';
import type { RedisConnection } from './redis-connection.js';

/** What the parts of an account share. */
export interface AccountDependencies {
  connection: RedisConnection;
  keys: AccountKeys;
  /** @throws {PayamSmsStoreError} for a lease that is of another task, or surely holds no more */
  fence: (name: LeaseName, lease: Lease, action: string) => string;
}
