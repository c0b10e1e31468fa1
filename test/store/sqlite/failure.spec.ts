import { describe, expect, it } from '@jest/globals';
import { PayamSmsStoreError } from '../../../lib/errors/store.error.js';
import { isBusy, toStoreError } from '../../../lib/store/sqlite/failure.js';
import { TemporaryDirectory } from './support/temporary-directory.js';

const withCode = (code?: string) => Object.assign(new Error('no'), { code });

describe('a failure of SQLite', () => {
  it.each([
    ['SQLITE_BUSY', 'busy'],
    ['SQLITE_BUSY_SNAPSHOT', 'busy'],
    ['SQLITE_FULL', 'full'],
    ['SQLITE_IOERR_SHMSIZE', 'full'],
    ['ENOSPC', 'full'],
    ['SQLITE_READONLY_DBMOVED', 'read-only'],
    ['EACCES', 'read-only'],
    ['SQLITE_CORRUPT_VTAB', 'corrupt'],
    ['SQLITE_NOTADB', 'foreign'],
    ['ENOENT', 'no-directory'],
  ])('with the code %s has the reason %s', (code, reason) => {
    const cause = withCode(code);
    expect(toStoreError(cause, 'open', '/tmp/sms.db')).toMatchObject({ reason, cause });
  });

  it('with a code that says little has a reason by what can be made beside the file', () => {
    const directory = new TemporaryDirectory();
    try {
      const path = directory.make('sms.db');
      for (const code of ['SQLITE_CANTOPEN', undefined]) {
        expect(toStoreError(withCode(code), 'open', path).reason).toBe('unavailable');
        expect(toStoreError(withCode(code), 'open', directory.path()).reason).toBe('foreign');
        expect(toStoreError(withCode(code), 'open', `${path}/no/sms.db`).reason).toBe('read-only');
      }
    } finally {
      directory.remove();
    }
  });

  it('that has its reason already keeps it', () => {
    const lost = new PayamSmsStoreError('lease-lost', 'record');
    expect(toStoreError(lost, 'open', '/tmp/sms.db')).toBe(lost);
  });

  it('is that of a lock which another connection has, or is not', () => {
    expect(['SQLITE_BUSY', 'SQLITE_BUSY_TIMEOUT', 'SQLITE_FULL'].map(withCode).map(isBusy)).toEqual(
      [true, true, false],
    );
    expect(isBusy(undefined)).toBe(false);
  });
});
