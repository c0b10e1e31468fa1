import { closeSync, openSync, rmSync, statSync } from 'node:fs';
import { PayamSmsStoreError, type StoreFailure } from '../../errors/store.error.js';

/** By the beginning of the code, of SQLite or of the file system. */
const REASONS: readonly (readonly [string, StoreFailure])[] = [
  ['SQLITE_BUSY', 'busy'],
  ['SQLITE_FULL', 'full'],
  ['SQLITE_IOERR_SHMSIZE', 'full'],
  ['ENOSPC', 'full'],
  ['EDQUOT', 'full'],
  ['SQLITE_READONLY', 'read-only'],
  ['SQLITE_PERM', 'read-only'],
  ['EACCES', 'read-only'],
  ['EPERM', 'read-only'],
  ['EROFS', 'read-only'],
  ['SQLITE_CORRUPT', 'corrupt'],
  ['SQLITE_NOTADB', 'foreign'],
  ['ENOENT', 'no-directory'],
  ['ENOTDIR', 'no-directory'],
];

/** Gives a failure of SQLite, or of the file system below it, a reason that an operator can act on. */
export function toStoreError(cause: unknown, action: string, file: string): PayamSmsStoreError {
  if (cause instanceof PayamSmsStoreError) return cause;
  return new PayamSmsStoreError(reasonOf(cause, file), action, { file, cause });
}

export function isBusy(error: unknown): boolean {
  return codeOf(error).startsWith('SQLITE_BUSY');
}

function reasonOf(cause: unknown, file: string): StoreFailure {
  const code = codeOf(cause);
  const known = REASONS.find(([beginning]) => code.startsWith(beginning));
  if (known) return known[1];
  // For these, SQLite says no more than that it cannot open.
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) return 'foreign';
  return mayMakeFilesBeside(file) ? 'unavailable' : 'read-only';
}

function codeOf(error: unknown): string {
  return (error as { code?: string } | undefined)?.code ?? '';
}

function mayMakeFilesBeside(file: string): boolean {
  const probe = `${file}-probe-${process.pid}`;
  try {
    closeSync(openSync(probe, 'wx'));
    rmSync(probe);
    return true;
  } catch {
    // Whatever the reason is, nothing can be written there.
    return false;
  }
}
