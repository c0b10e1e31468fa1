import { resolve } from 'node:path';
import type { AccountStore, PayamSmsStore } from '../store.js';
import { SqliteAccount } from './sqlite-account.js';
import { SqliteFile } from './sqlite-file.js';

/** What SQLite takes for something else than a path. */
const NO_FILE = /^\s*(?::memory:|file:)/i;

/**
 * Keeps what inbox, delivery and balance must remember in an SQLite file, through the package
 * `libsql`. Processes of one machine may share the file: each task, such as a number's inbox, is
 * done by one of them, and when that dies another takes over. Give it to the module as the option
 * `store`, which opens and closes it; several accounts may share it.
 *
 * Beside the file stand `-wal` and `-shm` while it is open, and a `.lease` file a task. All are
 * made readable for their owner alone (mode 0600), and none is used that is a link, has a second
 * name or belongs to another user.
 */
export class SqliteStore implements PayamSmsStore {
  readonly survives = 'power';
  readonly #file: SqliteFile;
  readonly #accounts = new Map<string, SqliteAccount>();

  /**
   * @param path of the file, which is made when it is not there; its directory must be
   * @throws {TypeError} for what is no path of a file, such as `:memory:`
   */
  constructor(path: string) {
    if (typeof path !== 'string' || path.trim() === '' || path.includes('\0')) {
      throw new TypeError('SqliteStore takes the path of a file, such as /var/lib/my-app/sms.db');
    }
    if (NO_FILE.test(path)) {
      throw new TypeError(
        'SqliteStore keeps a file, and takes its path: for a store in memory leave the option store out',
      );
    }
    this.#file = new SqliteFile(resolve(path));
  }

  /** @throws {PayamSmsStoreError} with the reason why the file cannot be used */
  async open(): Promise<void> {
    await this.#file.open();
  }

  async close(): Promise<void> {
    for (const account of this.#accounts.values()) account.close();
    this.#file.close();
  }

  account(name: string): AccountStore {
    let account = this.#accounts.get(name);
    if (!account) this.#accounts.set(name, (account = new SqliteAccount(this.#file, name)));
    return account;
  }
}
