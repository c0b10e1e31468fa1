import { chmodSync, closeSync, openSync, statSync } from 'node:fs';

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

/** Takes a file away from group and others, where it is there and is ours to change. */
export function makePrivate(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found || (found.mode & 0o077) === 0 || process.platform === 'win32') return;
  if (found.uid === process.geteuid?.()) chmodSync(path, OWNER_ONLY);
}
