import { PayamSmsStoreError } from '../../errors/store.error.js';
import type { RedisConnection } from './redis-connection.js';

/** Of how the keys are laid out. */
const VERSION = 1;

/** Notes the version of the keys' layout, or finds out whose keys these are. @throws {PayamSmsStoreError} */
export async function checkLayout(connection: RedisConnection, prefix: string): Promise<void> {
  const key = `${prefix}:layout`;
  await connection.command('open', 'SET', key, VERSION, 'NX');
  const found = String(await connection.command('open', 'GET', key));
  if (found === String(VERSION)) return;
  const reason = /^\d+$/.test(found) ? 'newer' : 'foreign';
  throw new PayamSmsStoreError(reason, 'open', { server: connection.server });
}
