import { PayamSmsStoreError, type StoreFailure } from '../../errors/store.error.js';
import { LEASE_LOST } from './scripts.js';

/** By the first word of what the server says. */
const REASONS: ReadonlyMap<string, StoreFailure> = new Map([
  [LEASE_LOST, 'lease-lost'],
  ['READONLY', 'read-only'],
  ['NOREPLICAS', 'busy'],
  ['LOADING', 'busy'],
  ['BUSY', 'busy'],
  ['MASTERDOWN', 'busy'],
  ['CLUSTERDOWN', 'busy'],
  ['TRYAGAIN', 'busy'],
  ['OOM', 'full'],
  ['MISCONF', 'full'],
  ['WRONGTYPE', 'foreign'],
]);

/** What the server, or the way to it, failed with: without the command, which holds texts and numbers. */
class RedisFailure extends Error {
  override readonly name = 'RedisFailure';
  declare readonly code?: string;

  constructor({ message, code }: { message: string; code?: unknown }) {
    // The server repeats the arguments of a command that it does not know.
    super(message.replace(/,? with args beginning with:.*/s, ''));
    if (typeof code === 'string') this.code = code;
    // It would show who asked, and not what failed.
    this.stack = `${this.name}: ${this.message}`;
  }
}

/** Gives a failure a reason that an operator can act on. @param server never with a password */
export function toStoreError(error: unknown, action: string, server: string): PayamSmsStoreError {
  if (error instanceof PayamSmsStoreError) return error;
  if (!(error instanceof Error)) return new PayamSmsStoreError('unavailable', action, { server });
  const reason = REASONS.get(/^\w*/.exec(error.message)![0]) ?? 'unavailable';
  return new PayamSmsStoreError(reason, action, {
    server,
    ...(reason !== 'lease-lost' && { cause: new RedisFailure(error) }),
  });
}
