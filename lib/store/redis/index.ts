export type { RedisClient } from './client.js';
export type { RedisStoreOptions } from './options.js';
export { RedisStore } from './redis-store.js';
