import { Logger } from '@nestjs/common';
import { ExpiringLeases } from '../remote/expiring-leases.js';
import type { AccountStore, PayamSmsStore, Survives } from '../store.js';
import { type Place, type PostgresStoreOptions, readOptions } from './options.js';
import { PostgresAccount } from './postgres-account.js';
import { PostgresConnection } from './postgres-connection.js';
import { PostgresLeases } from './postgres-leases.js';
import { migrate } from './schema.js';

const SETTINGS = `
  SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS synchronous_commit`;

/**
 * Keeps what inbox, delivery and balance must remember in a PostgreSQL, 12 or later, through the package
 * `pg`, in a schema of its own that it makes and brings up to date. Any number of machines may share it:
 * each task, such as a number's inbox, is done by one process, and within 5 s by another when that one is
 * gone, frozen or cut off. Give it to the module as the option `store`, which opens and closes it; several
 * accounts may share it.
 *
 * Nothing in it depends on a session, so that it works behind PgBouncer in transaction mode. What was
 * acknowledged survives a loss of power, unless the server has `fsync` or `synchronous_commit` off. A
 * failover to a standby that lags may lose the last moments: texts handled then are handed over again.
 */
export class PostgresStore implements PayamSmsStore {
  readonly isRemote = true;
  readonly #place: Place;
  readonly #connection: PostgresConnection;
  readonly #leases: ExpiringLeases;
  readonly #accounts = new Map<string, PostgresAccount>();
  #survives: Survives = 'power';

  /** @throws {TypeError} for options that are none */
  constructor(options: PostgresStoreOptions) {
    this.#place = readOptions(options);
    this.#connection = new PostgresConnection(this.#place.given, this.#place.server);
    this.#leases = new ExpiringLeases(new PostgresLeases(this.#connection, this.#schema));
  }

  /** Read from the server when the store opens. */
  get survives(): Survives {
    return this.#survives;
  }

  /** @throws {PayamSmsStoreError} within 20 s where the server is away, and with the reason why it cannot be used */
  async open(): Promise<void> {
    this.#connection.open();
    try {
      await migrate(this.#connection, this.#place.schema);
      await this.#readSettings();
    } catch (error) {
      await this.#connection.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#leases.releaseAll();
    await this.#connection.close();
  }

  account(name: string): AccountStore {
    let account = this.#accounts.get(name);
    if (!account) {
      account = new PostgresAccount(this.#connection, this.#schema, name, this.#leases);
      this.#accounts.set(name, account);
    }
    return account;
  }

  /** Quoted. */
  get #schema(): string {
    return `"${this.#place.schema}"`;
  }

  async #readSettings(): Promise<void> {
    const [settings = {}] = await this.#connection.query('open', SETTINGS);
    const off = Object.keys(settings).filter((name) => settings[name] === 'off');
    this.#survives = off.length > 0 ? 'process' : 'power';
    if (off.length === 0) return;
    new Logger('PayamSms').warn(
      `The store ${this.#place.server} may lose its last moments when it crashes, for it has ${off.join(' and ')} off`,
    );
  }
}
