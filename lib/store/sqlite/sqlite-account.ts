import type { Lease, LeaseName } from '../lease.js';
import type { AccountStore } from '../store.js';
import { AccountRow } from './account-row.js';
import { SqliteBalance } from './sqlite-balance.js';
import { SqliteDelivery } from './sqlite-delivery.js';
import type { SqliteFile } from './sqlite-file.js';
import { SqliteInbox } from './sqlite-inbox.js';
import { SqliteLeases } from './sqlite-leases.js';

/** What is kept of one account, in an SQLite file. */
export class SqliteAccount implements AccountStore {
  readonly inbox: SqliteInbox;
  readonly delivery: SqliteDelivery;
  readonly balance: SqliteBalance;
  readonly #row: AccountRow;
  readonly #leases: SqliteLeases;

  constructor(file: SqliteFile, name: string) {
    this.#row = new AccountRow(file, name);
    this.#leases = new SqliteLeases(file, this.#row);
    this.inbox = new SqliteInbox(file, this.#row, this.#leases);
    this.delivery = new SqliteDelivery(file, this.#row, this.#leases);
    this.balance = new SqliteBalance(file, this.#row, this.#leases);
  }

  async acquire(name: LeaseName): Promise<Lease | undefined> {
    return this.#leases.acquire(name);
  }

  /** Releases every lease, and forgets the rows: the file may be another one when it is opened again. */
  close(): void {
    this.#leases.releaseAll();
    this.#row.forget();
    this.inbox.forgetRows();
  }
}
