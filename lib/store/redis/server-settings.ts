import type { ServerSettings } from './durability.js';
import type { RedisConnection } from './redis-connection.js';

/** Asks the server for its settings. Managed ones forbid some of these questions. */
export async function askForSettings(connection: RedisConnection): Promise<ServerSettings> {
  const ask = (...command: [string, ...string[]]) =>
    // A connection that broke fails the next call too; all else is a question that was refused.
    connection.command('read the settings of the server', ...command).catch(() => undefined);
  const [appendonly, appendfsync, policy, memory, waitAof] = await Promise.all([
    ask('CONFIG', 'GET', 'appendonly').then(settingOf),
    ask('CONFIG', 'GET', 'appendfsync').then(settingOf),
    ask('CONFIG', 'GET', 'maxmemory-policy').then(settingOf),
    ask('INFO', 'memory'),
    ask('COMMAND', 'INFO', 'WAITAOF'),
  ]);
  const maxmemoryPolicy = policy ?? /^maxmemory_policy:(\S+)/m.exec(String(memory))?.[1];
  return {
    ...(appendonly !== undefined && { appendonly }),
    ...(appendfsync !== undefined && { appendfsync }),
    ...(maxmemoryPolicy !== undefined && { maxmemoryPolicy }),
    hasWaitAof: Array.isArray(waitAof) && Array.isArray(waitAof[0]),
  };
}

/** The one of an answer to CONFIG GET: a list of names and values, or an object. */
function settingOf(told: unknown): string | undefined {
  const value: unknown = Array.isArray(told) ? told[1] : Object.values(told ?? {})[0];
  return typeof value === 'string' ? value : undefined;
}
