import type { Lease, LeaseName } from '../lease.js';
import type { PostgresConnection } from './postgres-connection.js';

/** What the parts of an account share. */
export interface AccountDependencies {
  connection: PostgresConnection;
  /** Quoted. */
  schema: string;
  account: string;
  /**
   * The first three values of a statement that begins with `held`.
   *
   * @throws {PayamSmsStoreError} for a lease that is of another task, or surely holds no more
   */
  fenced: (name: LeaseName, lease: Lease, action: string) => string[];
}
