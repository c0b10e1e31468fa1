import { afterAll, beforeAll } from '@jest/globals';
import type { Redis } from 'ioredis';
import { RedisStore } from '../../../lib/store/redis/index.js';
import { describeStore } from '../../../lib/testing/index.js';
import { RedisServer } from '../support/redis-server.js';

let server: RedisServer;
let client: Redis;
beforeAll(async () => {
  server = await RedisServer.start();
  client = server.connect();
});
afterAll(async () => {
  client.disconnect();
  await server.remove();
});

const remove = async (pattern: string) => {
  const keys = await client.keys(pattern);
  if (keys.length > 0) await client.del(keys);
};

describeStore('RedisStore', (place) => new RedisStore({ url: server.url, prefix: place }), {
  // As when a holder was frozen for longer than its lease lives.
  expireLeases: (place) => remove(`{${place}:*:lease:*`),
  cleanUp: (place) => remove(`*${place}:*`),
});
