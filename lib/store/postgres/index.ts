export type { PostgresStoreOptions } from './options.js';
export type { PoolClient, PostgresPool, Query, Rows } from './pool.js';
export { PostgresStore } from './postgres-store.js';
