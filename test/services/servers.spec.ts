import { expect, it } from '@jest/globals';
import { atEnd } from '../support/at-end.js';
import { PostgresServer } from './support/postgres-server.js';
import { RedisServer } from './support/redis-server.js';

it('starts a Redis that keeps what it acknowledged over a kill', async () => {
  const server = await RedisServer.start();
  atEnd(() => server.remove());
  const before = server.connect();
  await before.set('key', 'value');
  before.on('error', () => undefined);
  await server.kill();
  await server.start();
  const after = server.connect();
  atEnd(() => after.disconnect());
  expect(await after.get('key')).toBe('value');
});

it('starts a PostgreSQL that keeps what it committed over a kill', async () => {
  const server = await PostgresServer.start();
  atEnd(() => server.remove());
  const before = server.connect();
  before.on('error', () => undefined);
  await before.connect();
  await before.query(`CREATE TABLE kept AS SELECT 'value' AS value`);
  await server.kill();
  await server.start();
  const after = server.connect();
  await after.connect();
  atEnd(() => after.end());
  expect((await after.query('SELECT value FROM kept')).rows).toEqual([{ value: 'value' }]);
});
