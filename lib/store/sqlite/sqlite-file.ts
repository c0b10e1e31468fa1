import { PayamSmsStoreError } from '../../errors/store.error.js';
import type { Survives } from '../store.js';
import { type Connection, type Driver, loadDriver, type Statement } from './driver.js';
import { toStoreError } from './failure.js';
import { checkPrivate, createPrivately, makePrivate } from './private-file.js';
import { MIGRATIONS } from './migrations.js';
import { checkOwnership, migrate } from './schema.js';

/**
 * Small pages: every handled text is a commit of its own, which writes whole pages. `bench:store`
 * shows what it costs to follow messages in them.
 */
const PAGE_BYTES = 1024;
const CHECKPOINT_BYTES = 8 * 1024 ** 2;
const CACHE_KIB = 8 * 1024;
/** A statement that waits holds the whole process up, as all of them do: they are synchronous. */
const BUSY_TIMEOUT_MS = 2_000;

interface FileOptions {
  migrations?: readonly string[];
  busyTimeoutMs?: number;
}

/** One database file: opened, owned, its statements prepared once, its failures explained. */
export class SqliteFile {
  #connection?: Connection;
  #driver?: Driver;
  readonly #statements = new Map<string, Statement>();
  readonly #migrations: readonly string[];
  readonly #busyTimeoutMs: number;

  constructor(
    readonly path: string,
    { migrations = MIGRATIONS, busyTimeoutMs = BUSY_TIMEOUT_MS }: FileOptions = {},
  ) {
    this.#migrations = migrations;
    this.#busyTimeoutMs = busyTimeoutMs;
  }

  async open(): Promise<void> {
    this.#driver = await loadDriver();
    if (this.#connection) return;
    try {
      createPrivately(this.path);
      checkPrivate(this.path, 'open');
      this.#connection = this.connect(this.path, this.#busyTimeoutMs);
      this.#prepare(this.#connection);
    } catch (error) {
      this.#connection?.close();
      this.#connection = undefined;
      throw toStoreError(error, 'open', this.path);
    }
  }

  /** A connection of its own, to this file or to one beside it. */
  connect(path: string, timeout: number): Connection {
    if (!this.#driver) throw new PayamSmsStoreError('closed', 'open', { file: path });
    return new this.#driver(path, { timeout });
  }

  close(): void {
    const connection = this.#connection;
    this.#connection = undefined;
    // libsql closes the file when the last statement is collected, which may be never. What the
    // file lacks until then is in `-wal`; put it in now, unless another process uses it.
    this.#statements.clear();
    try {
      connection?.exec('PRAGMA busy_timeout = 0; PRAGMA wal_checkpoint(TRUNCATE)');
    } catch {
      // The next to open the file does it.
    } finally {
      connection?.close();
    }
  }

  statement(sql: string): Statement {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#connection!.prepare(sql);
      if (statement.reader) statement.raw();
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  /** Does work that is one statement. */
  run<T>(action: string, work: () => T): T {
    if (!this.#connection) throw new PayamSmsStoreError('closed', action, { file: this.path });
    try {
      return work();
    } catch (error) {
      throw toStoreError(error, action, this.path);
    }
  }

  /** Does several statements, all or none. */
  write<T>(action: string, work: () => T, survives: Exclude<Survives, 'nothing'> = 'process'): T {
    return this.run(action, () => {
      if (survives === 'process') return this.#transact(work);
      this.#connection!.exec('PRAGMA synchronous = FULL');
      try {
        return this.#transact(work);
      } finally {
        this.#connection!.exec('PRAGMA synchronous = NORMAL');
      }
    });
  }

  #transact<T>(work: () => T): T {
    const connection = this.#connection!;
    connection.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      connection.exec('COMMIT');
      return result;
    } catch (error) {
      // A full disk, for one, makes SQLite roll back by itself.
      if (connection.inTransaction) connection.exec('ROLLBACK');
      throw error;
    }
  }

  #prepare(connection: Connection): void {
    checkOwnership(connection, this.path, this.#migrations);
    makePrivate(this.path);
    connection.exec(`PRAGMA page_size = ${PAGE_BYTES}`);
    connection.exec('PRAGMA journal_mode = WAL');
    connection.exec('PRAGMA synchronous = NORMAL');
    connection.exec(`PRAGMA cache_size = -${CACHE_KIB}`);
    connection.exec(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_BYTES / PAGE_BYTES}`);
    migrate(connection, this.path, this.#migrations);
    // What SQLite has made beside it meanwhile.
    checkPrivate(this.path, 'open');
  }
}
