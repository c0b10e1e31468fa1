import type { Survives } from '../store.js';

/** What a server tells of itself; `undefined` where it does not tell. */
export interface ServerSettings {
  appendonly?: string;
  appendfsync?: string;
  maxmemoryPolicy?: string;
  /** Whether it knows the command WAITAOF, since Redis 7.2. */
  hasWaitAof: boolean;
}

/** How what must survive a loss of power is made to. */
export type Durability = 'by the server' | 'by WAITAOF' | 'not';

/** @param isSaidDurable by the option `durable` */
export function durabilityOf(
  { appendonly, appendfsync, hasWaitAof }: ServerSettings,
  isSaidDurable: boolean,
): Durability {
  if (isSaidDurable) return 'by the server';
  if (appendonly !== 'yes') return 'not';
  if (appendfsync === 'always') return 'by the server';
  // Without a time of its own to write to the disk, there would be nothing to wait for.
  return appendfsync === 'everysec' && hasWaitAof ? 'by WAITAOF' : 'not';
}

/** Without durability it outlives the processes of the app, and not a crash of its own. */
export const survivesBy = (durability: Durability): Survives =>
  durability === 'not' ? 'process' : 'power';

/** Whether it may throw away keys when its memory is full. Without a word of it, it is believed not to. */
export const mayEvict = ({ maxmemoryPolicy = 'noeviction' }: ServerSettings): boolean =>
  maxmemoryPolicy !== 'noeviction';

/** Why the last moments may be lost. */
export function describeLoss({ appendonly, appendfsync }: ServerSettings): string {
  if (appendonly === undefined) {
    return 'it does not tell whether it writes down what it acknowledges; if it does, give the store durable: true';
  }
  return appendonly === 'yes'
    ? `it writes down what it acknowledged with appendfsync ${appendfsync}: set appendfsync always, or use Redis 7.2 or later`
    : 'it writes nothing down (appendonly no): set appendonly yes and appendfsync always';
}
