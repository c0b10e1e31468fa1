import { resolve } from 'node:path';
import type { BalanceStore } from '../balance-store.js';
import type { DeliveryStore } from '../delivery-store.js';
import type { InboxStore } from '../inbox-store.js';
import type { Duty, Lease } from '../lease.js';
import type { PayamSmsStore } from '../store.js';
import { SqliteBalance } from './sqlite-balance.js';
import { SqliteDelivery } from './sqlite-delivery.js';
import { SqliteFile } from './sqlite-file.js';
import { SqliteInbox } from './sqlite-inbox.js';
import { SqliteLeases } from './sqlite-leases.js';

/** What SQLite takes for something else than a path. */
const NO_FILE = /^\s*(?::memory:|file:)/i;

/**
 * Keeps what inbox, delivery and balance must remember in an SQLite file, through the package
 * `libsql`. Processes of one machine may share the file: each duty, such as a number's inbox, is
 * done by one of them, and when that dies another takes over. Give it to the module as the option
 * `store`, which opens and closes it.
 *
 * Beside the file stand `-wal` and `-shm` while it is open, and a `.lease` file a duty. All are
 * made readable for their owner alone (mode 0600), and none is used that is a link, has a second
 * name or belongs to another user.
 */
export class SqliteStore implements PayamSmsStore {
  readonly durable = true;
  readonly inbox: InboxStore;
  readonly delivery: DeliveryStore;
  readonly balance: BalanceStore;
  readonly #file: SqliteFile;
  readonly #leases: SqliteLeases;
  #opened?: Promise<void>;
  #users = 0;

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
    this.#leases = new SqliteLeases(this.#file);
    this.inbox = new SqliteInbox(this.#file, this.#leases);
    this.delivery = new SqliteDelivery(this.#file, this.#leases);
    this.balance = new SqliteBalance(this.#file, this.#leases);
  }

  /**
   * Modules of one app may share a store: it is open until each that opened it has closed it.
   *
   * @throws {PayamSmsStoreError} that says why the file cannot be used
   */
  async open(): Promise<void> {
    this.#opened ??= this.#file.open();
    try {
      await this.#opened;
      this.#users += 1;
    } catch (error) {
      this.#opened = undefined;
      throw error;
    }
  }

  async close(): Promise<void> {
    if (this.#users === 0 || --this.#users > 0) return;
    this.#opened = undefined;
    this.#leases.giveUpAll();
    this.#file.close();
  }

  async acquire(duty: Duty): Promise<Lease | undefined> {
    return this.#leases.acquire(duty);
  }
}
