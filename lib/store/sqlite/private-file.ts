import { chmodSync, closeSync, lstatSync, openSync, type Stats } from 'node:fs';
import { PayamSmsStoreError } from '../../errors/store.error.js';

const OWNER_ONLY = 0o600;

/** The file holds texts and numbers of people: it is the owner's from its first byte. */
export function createPrivately(path: string): void {
  try {
    // Exclusively: opening and closing a file that is there would drop this process's locks on it.
    closeSync(openSync(path, 'wx', OWNER_ONLY));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/**
 * What keeps a file from being its user's alone; `undefined` for one that is. Through a link, or in
 * a file of another user, texts and numbers would be open to that user.
 */
export function whatIsShared(
  file: Pick<Stats, 'isSymbolicLink' | 'isFile' | 'isDirectory' | 'nlink' | 'uid'>,
  user: number | undefined,
): string | undefined {
  if (file.isSymbolicLink()) return 'is a symbolic link';
  // A directory is told as what it is, by its opening.
  if (!file.isFile()) return file.isDirectory() ? undefined : 'is no regular file';
  if (file.nlink > 1) return 'has a second name, by a hard link';
  // Windows knows no such users.
  return user !== undefined && file.uid !== user ? 'belongs to another user' : undefined;
}

/** A database, and what SQLite reads or makes beside it: a journal of another user would be played back. */
const filesOf = (path: string): string[] =>
  ['', '-journal', '-wal', '-shm'].map((suffix) => path + suffix);

/** @throws {PayamSmsStoreError} for a file of a database that is there and is not its user's alone */
export function checkPrivate(path: string, action: string): void {
  for (const file of filesOf(path)) checkFile(file, action);
}

function checkFile(path: string, action: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  const shared = found && whatIsShared(found, process.geteuid?.());
  if (shared === undefined) return;
  const cause = new Error(`${path} ${shared}`);
  throw new PayamSmsStoreError('not-private', action, { file: path, cause });
}

/** Takes the files of a database away from group and others, where they are there. */
export function makePrivate(path: string): void {
  for (const file of filesOf(path)) takeAway(file);
}

function takeAway(path: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found || (found.mode & 0o077) === 0 || process.platform === 'win32') return;
  chmodSync(path, OWNER_ONLY);
}
