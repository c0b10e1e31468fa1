import { missingModule } from '../../errors/missing-module.js';
import { PayamSmsStoreError } from '../../errors/store.error.js';
import { requireOnDemand } from '../require-on-demand.js';

/** A row, its columns in the order of the statement. */
export type Row = readonly unknown[];

export interface Statement {
  /** Whether it gives rows. */
  readonly reader: boolean;
  /** Rows as lists; only for one that gives rows. */
  raw(): this;
  run(parameters: readonly unknown[]): { changes: number };
  get(parameters: readonly unknown[]): Row | undefined;
  all(parameters: readonly unknown[]): Row[];
}

/** What this module uses of a libsql connection. All of it is synchronous. */
export interface Connection {
  readonly inTransaction: boolean;
  prepare(sql: string): Statement;
  exec(sql: string): void;
  close(): void;
}

export type Driver = new (path: string, options: { timeout: number }) => Connection;

/** The package itself, or the part of it that is made for this machine. */
const LIBSQL = /^@?libsql(?:\/|$)/;

/** libsql is an optional peer: it is looked for when a store opens, not when it is imported. */
export async function loadDriver(): Promise<Driver> {
  try {
    return requireOnDemand('libsql') as Driver;
  } catch (cause) {
    const isMissing = LIBSQL.test(missingModule(cause) ?? '');
    throw isMissing
      ? new PayamSmsStoreError('no-driver', 'load libsql', { driver: 'libsql', cause })
      : new PayamSmsStoreError('unavailable', 'load libsql', { cause });
  }
}
