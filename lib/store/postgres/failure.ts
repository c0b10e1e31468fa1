import { PayamSmsStoreError, type StoreFailure } from '../../errors/store.error.js';

/** By the beginning of PostgreSQL's code of the error (its SQLSTATE). */
const REASONS: readonly (readonly [string, StoreFailure])[] = [
  ['25006', 'read-only'], // A standby, or a server that was made one.
  ['42501', 'read-only'],
  ['53300', 'busy'],
  ['55P03', 'busy'],
  ['40001', 'busy'],
  ['40P01', 'busy'],
  ['57P03', 'busy'], // It starts, or ends.
  ['53100', 'full'],
  ['53200', 'full'],
  ['42P01', 'foreign'],
  ['42703', 'foreign'],
  ['XX001', 'corrupt'],
  ['XX002', 'corrupt'],
];

/** What the server, or the way to it, failed with: without its details, which repeat texts and numbers. */
class PostgresFailure extends Error {
  override readonly name = 'PostgresFailure';
  declare readonly code?: string;

  constructor({ message, code }: { message: string; code?: unknown }) {
    // Of an error of data (class 22) the server quotes the value, wherever in the sentence.
    const isOfData = typeof code === 'string' && code.startsWith('22');
    super(isOfData ? message.replace(/".*"/s, '"…"') : message);
    if (typeof code === 'string') this.code = code;
    // It would show who asked, and not what failed.
    this.stack = `${this.name}: ${this.message}`;
  }
}

/** Gives a failure a reason that an operator can act on. @param server never with a password */
export function toStoreError(error: unknown, action: string, server: string): PayamSmsStoreError {
  if (error instanceof PayamSmsStoreError) return error;
  if (!(error instanceof Error)) return new PayamSmsStoreError('unavailable', action, { server });
  const { code = '' } = error as { code?: string };
  const [, reason = 'unavailable'] = REASONS.find(([known]) => code.startsWith(known)) ?? [];
  return new PayamSmsStoreError(reason, action, { server, cause: new PostgresFailure(error) });
}
