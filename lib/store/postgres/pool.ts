import { missingModule } from '../../errors/missing-module.js';
import { PayamSmsStoreError } from '../../errors/store.error.js';
import { requireOnDemand } from '../require-on-demand.js';

export interface Query {
  text: string;
  values?: readonly unknown[];
  /** Milliseconds: how long an answer is awaited, where that is longer than the pool's own. */
  query_timeout?: number;
}

export interface Rows {
  rows: Record<string, unknown>[];
}

/** One connection out of a pool. */
export interface PoolClient {
  query(query: Query): Promise<Rows>;
  /** @param error with one, the connection is not used again */
  release(error?: unknown): void;
}

/** A pool of the app: `Pool` of the package pg, or one that works like it. */
export interface PostgresPool {
  query(query: Query): Promise<Rows>;
  connect(): Promise<PoolClient>;
}

/** A pool of the store's own. */
export interface OwnPool extends PostgresPool {
  on(event: 'error', listener: (error: Error) => void): unknown;
  end(): Promise<void>;
}

/** Each call is short, and a lease is renewed beside it. */
const MOST_CONNECTIONS = 4;
const CONNECT_TIMEOUT_MS = 5_000;
/** Well within the life of a lease, so that one late renewal costs none. */
const QUERY_TIMEOUT_MS = 2_500;

type Constructor = new (options: object) => OwnPool;

/** Makes a pool of the store's own. Nothing in it depends on a session: it works behind PgBouncer. */
export function makePool(url: string): OwnPool {
  const pool = new (loadDriver())({
    connectionString: url,
    max: MOST_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
    keepAlive: true,
    allowExitOnIdle: true,
  });
  // Of a connection that nobody uses: the pool drops it, and the next call makes another.
  pool.on('error', () => undefined);
  return pool;
}

/** pg is an optional peer: it is looked for when a store opens, not when it is imported. */
function loadDriver(): Constructor {
  try {
    return (requireOnDemand('pg') as { Pool: Constructor }).Pool;
  } catch (cause) {
    throw missingModule(cause) === 'pg'
      ? new PayamSmsStoreError('no-driver', 'load pg', { driver: 'pg', cause })
      : new PayamSmsStoreError('unavailable', 'load pg', { cause });
  }
}
