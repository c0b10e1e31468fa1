import { PayamSmsStoreError } from '../../errors/store.error.js';
import type { Lease, LeaseName } from '../lease.js';
import type { AccountRow } from './account-row.js';
import type { Connection } from './driver.js';
import { isBusy, toStoreError } from './failure.js';
import { checkPrivate, createPrivately, makePrivate } from './private-file.js';
import type { SqliteFile } from './sqlite-file.js';

const NEXT_FENCE = `
  INSERT INTO lease (account, name, fence) VALUES (?, ?, 1)
  ON CONFLICT (account, name) DO UPDATE SET fence = fence + 1 RETURNING fence`;
const HOLDS = 'SELECT 1 FROM lease WHERE account = ? AND name = ? AND fence = ?';

/**
 * Which process does which of an account's tasks. The lock is an open transaction on a file of its
 * own, which the system ends with the process, however that dies. The fence is for a holder that was
 * locked out without knowing, because its lock file was deleted: it stands in the database, and is
 * part of every commit.
 */
export class SqliteLeases {
  readonly #held = new Map<Lease, Connection>();

  constructor(
    private readonly file: SqliteFile,
    private readonly account: AccountRow,
  ) {}

  acquire(name: LeaseName): Lease | undefined {
    const action = `acquire the lease ${name}`;
    const lock = this.file.run(action, () => this.#lock(name, action));
    if (!lock) return undefined;
    try {
      const lease: Lease = {
        name,
        fence: String(this.#nextFence(name, action)),
        isHeld: () => this.#held.has(lease),
        release: async () => this.#release(lease),
      };
      this.#held.set(lease, lock);
      return lease;
    } catch (error) {
      lock.close();
      throw error;
    }
  }

  /** @returns the fence, to be made part of the commit */
  fence(name: LeaseName, lease: Lease, action: string): string {
    if (lease.name !== name || !this.#held.has(lease)) throw this.lost(action);
    return lease.fence;
  }

  /** For a transaction, as its first statement. */
  check(name: LeaseName, lease: Lease, action: string): void {
    const fence = this.fence(name, lease, action);
    const holds = this.file.statement(HOLDS).get([this.account.id, name, fence]);
    if (!holds) throw this.lost(action);
  }

  lost(action: string): PayamSmsStoreError {
    return new PayamSmsStoreError('lease-lost', action, { file: this.file.path });
  }

  releaseAll(): void {
    for (const lease of this.#held.keys()) this.#release(lease);
  }

  #lock(name: LeaseName, action: string): Connection | undefined {
    const path = this.#pathOf(name);
    let lock: Connection | undefined;
    try {
      createPrivately(path);
      checkPrivate(path, action);
      makePrivate(path);
      lock = this.file.connect(path, 0);
      // Without it the file would get a journal beside it, which a killed process leaves behind.
      lock.exec('PRAGMA journal_mode = MEMORY');
      // Not EXCLUSIVE: two that try at the same time could then keep each other out.
      lock.exec('BEGIN IMMEDIATE');
      return lock;
    } catch (error) {
      lock?.close();
      if (isBusy(error)) return undefined;
      throw toStoreError(error, action, path);
    }
  }

  /** Of an account's name there are but letters, digits and `-`: every file system takes it. */
  #pathOf(name: LeaseName): string {
    const { name: account } = this.account;
    const prefix = account === '' ? '' : `${encodeURIComponent(account)}-`;
    return `${this.file.path}-${prefix}${name.replace(':', '-')}.lease`;
  }

  #nextFence(name: LeaseName, action: string): number {
    const { id } = this.account;
    return this.file.run(action, () => {
      // `all`, for with `get` the statement would stay open, and its commit with it.
      const [row] = this.file.statement(NEXT_FENCE).all([id, name]);
      return row![0] as number;
    });
  }

  #release(lease: Lease): void {
    this.#held.get(lease)?.close();
    this.#held.delete(lease);
  }
}
