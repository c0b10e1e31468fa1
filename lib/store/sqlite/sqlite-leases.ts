import { PayamSmsStoreError } from '../../errors/store.error.js';
import type { Duty, Lease } from '../lease.js';
import type { Connection } from './driver.js';
import { isBusy, toStoreError } from './failure.js';
import { checkPrivate, createPrivately, makePrivate } from './private-file.js';
import type { SqliteFile } from './sqlite-file.js';

const NEXT_EPOCH = `
  INSERT INTO lease (name, epoch) VALUES (?, 1)
  ON CONFLICT (name) DO UPDATE SET epoch = epoch + 1 RETURNING epoch`;
const HOLDS = 'SELECT 1 FROM lease WHERE name = ? AND epoch = ?';

/**
 * Who does which duty. The lock is an open transaction on a file of its own, which the system ends
 * with the process, however that dies. The epoch is for whoever was locked out without knowing, by
 * a file taken away from under it: it stands in the database, and is part of every commit.
 */
export class SqliteLeases {
  readonly #held = new Map<Lease, Connection>();

  constructor(private readonly file: SqliteFile) {}

  acquire(duty: Duty): Lease | undefined {
    const action = `acquire the duty ${duty}`;
    const lock = this.file.run(action, () => this.#lock(duty, action));
    if (!lock) return undefined;
    try {
      const epoch = this.file.run(action, () => this.#nextEpoch(duty));
      const lease: Lease = { duty, epoch, release: async () => this.#release(lease) };
      this.#held.set(lease, lock);
      return lease;
    } catch (error) {
      lock.close();
      throw error;
    }
  }

  /** @returns the epoch, to be made part of the commit */
  epoch(duty: Duty, lease: Lease, action: string): number {
    if (lease.duty !== duty || !this.#held.has(lease)) throw this.lost(action);
    return lease.epoch;
  }

  /** For a transaction, as its first statement. */
  check(duty: Duty, lease: Lease, action: string): void {
    const epoch = this.epoch(duty, lease, action);
    if (!this.file.statement(HOLDS).get([duty, epoch])) throw this.lost(action);
  }

  lost(action: string): PayamSmsStoreError {
    return new PayamSmsStoreError('lease-lost', action, { file: this.file.path });
  }

  giveUpAll(): void {
    for (const lease of this.#held.keys()) this.#release(lease);
  }

  #lock(duty: Duty, action: string): Connection | undefined {
    // Of a number there is nothing but digits, so every file system takes the name.
    const path = `${this.file.path}-${duty.replace(':', '-')}.lease`;
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

  #nextEpoch(duty: Duty): number {
    // `all`, for with `get` the statement would stay open, and its commit with it.
    const [row] = this.file.statement(NEXT_EPOCH).all([duty]);
    return row![0] as number;
  }

  #release(lease: Lease): void {
    this.#held.get(lease)?.close();
    this.#held.delete(lease);
  }
}
