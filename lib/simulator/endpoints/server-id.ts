import type { Dialect } from '../dialect.js';

/** READING row 18. */
export function serverIdOnWire(serverId: string, { serverId: type }: Dialect): string | bigint {
  return type === 'string' ? serverId : BigInt(serverId);
}
