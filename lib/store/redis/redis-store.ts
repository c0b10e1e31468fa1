import { Logger } from '@nestjs/common';
import { PayamSmsStoreError } from '../../errors/store.error.js';
import { ExpiringLeases } from '../remote/expiring-leases.js';
import type { AccountStore, PayamSmsStore, Survives } from '../store.js';
import { describeLoss, durabilityOf, mayEvict, survivesBy } from './durability.js';
import { checkLayout } from './layout.js';
import { type Place, readOptions, type RedisStoreOptions } from './options.js';
import { RedisAccount } from './redis-account.js';
import { RedisConnection } from './redis-connection.js';
import { RedisLeases } from './redis-leases.js';
import { askForSettings } from './server-settings.js';

/**
 * Keeps what inbox, delivery and balance must remember on a Redis, 6.2 or later, through the package
 * `ioredis`. Any number of machines may share it: each task, such as a number's inbox, is done by one
 * process, and within 5 s by another when that one is gone, frozen or cut off. Give it to the module as
 * the option `store`, which opens and closes it; several accounts may share it.
 *
 * What it promises is the server's promise. With `appendonly yes` and `appendfsync always` nothing that
 * was acknowledged is lost; since Redis 7.2 `appendfsync everysec` does as well, for what must not be
 * lost is waited for (`WAITAOF`). A server that may evict keys is refused. A failover to a replica may
 * lose the last moments: texts handled then are handed over again.
 */
export class RedisStore implements PayamSmsStore {
  readonly isRemote = true;
  readonly #place: Place;
  readonly #connection: RedisConnection;
  readonly #leases: ExpiringLeases;
  readonly #accounts = new Map<string, RedisAccount>();
  #survives: Survives = 'process';

  /** @throws {TypeError} for options that are none */
  constructor(options: RedisStoreOptions) {
    this.#place = readOptions(options);
    this.#connection = new RedisConnection(this.#place.given, this.#place.server);
    this.#leases = new ExpiringLeases(new RedisLeases(this.#connection, this.#place.prefix));
  }

  /** Read from the server when the store opens. */
  get survives(): Survives {
    return this.#survives;
  }

  /** @throws {PayamSmsStoreError} within 20 s where the server is away, and with the reason why it cannot be used */
  async open(): Promise<void> {
    await this.#connection.open();
    try {
      await this.#readSettings();
      await checkLayout(this.#connection, this.#place.prefix);
    } catch (error) {
      this.#connection.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#leases.releaseAll();
    this.#connection.close();
  }

  account(name: string): AccountStore {
    let account = this.#accounts.get(name);
    if (!account) {
      account = new RedisAccount(this.#connection, this.#place.prefix, name, this.#leases);
      this.#accounts.set(name, account);
    }
    return account;
  }

  async #readSettings(): Promise<void> {
    const { server, isSaidDurable } = this.#place;
    const settings = await askForSettings(this.#connection);
    if (mayEvict(settings)) throw new PayamSmsStoreError('may-evict', 'open', { server });
    const durability = durabilityOf(settings, isSaidDurable);
    this.#survives = survivesBy(durability);
    if (durability === 'by WAITAOF') this.#connection.waitForDisk();
    if (durability === 'not') {
      new Logger('PayamSms').warn(
        `The store ${server} may lose its last moments when it crashes, for ${describeLoss(settings)}`,
      );
    }
  }
}
