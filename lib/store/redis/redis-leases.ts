import type { Renewal, LeaseRow, LeaseRows } from '../remote/expiring-leases.js';
import { LEASE_MS } from '../remote/expiring-leases.js';
import { AccountKeys } from './keys.js';
import type { RedisConnection } from './redis-connection.js';
import { FREE, RENEW, TAKE } from './scripts.js';

/** For how long a lease remembers who wants it. */
const WANTED_MS = 3_000;

/** A lease is a key that lives for as long as it is renewed. */
export class RedisLeases implements LeaseRows {
  constructor(
    private readonly connection: RedisConnection,
    private readonly prefix: string,
  ) {}

  async take(row: LeaseRow, inboxes: number): Promise<boolean> {
    const args = [row.fence, LEASE_MS, inboxes, WANTED_MS];
    const call = { script: TAKE, keys: this.#keysOf(row), args };
    return (await this.connection.run(`acquire the lease ${row.name}`, call)) === 1;
  }

  /** They are sent together, and answered together. */
  renew(rows: readonly LeaseRow[]): Promise<Renewal[]> {
    return Promise.all(rows.map((row) => this.#renew(row)));
  }

  async free(row: LeaseRow): Promise<void> {
    const call = { script: FREE, keys: this.#keysOf(row).slice(0, 1), args: [row.fence] };
    await this.connection.run(`release the lease ${row.name}`, call);
  }

  async #renew(row: LeaseRow): Promise<Renewal> {
    const call = { script: RENEW, keys: this.#keysOf(row), args: [row.fence, LEASE_MS] };
    const answer = await this.connection.run(`renew the lease ${row.name}`, call);
    const [isHeld, wantedBy] = answer as [number, string | null | undefined];
    return { isHeld: isHeld === 1, ...(wantedBy && { wantedBy: Number(wantedBy) }) };
  }

  #keysOf({ account, name }: LeaseRow): string[] {
    const keys = new AccountKeys(this.prefix, account);
    return [keys.lease(name), keys.wanted(name)];
  }
}
