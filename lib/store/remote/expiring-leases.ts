import { randomUUID } from 'node:crypto';
import { PayamSmsStoreError } from '../../errors/store.error.js';
import type { Lease, LeaseName } from '../lease.js';

/** How long a lease lives on the server without its holder. */
export const LEASE_MS = 4_000;

/** Three renewals may fail before a lease is lost. */
const RENEW_INTERVAL_MS = 1_000;

/** A process that gave a lease away waits before the next, until the others' counts are up to date. */
const GIVE_AWAY_INTERVAL_MS = 3_000;

/** A lease as the server keeps it. */
export interface LeaseRow {
  /** Name of the account; empty for the one without a name. */
  readonly account: string;
  readonly name: LeaseName;
  /** Random, and not counted: a counter may be rolled back by the server's restart. */
  readonly fence: string;
}

/** What the server says of a lease that was to be renewed. */
export interface Renewal {
  isHeld: boolean;
  /** How many inboxes the process has that asked for this lease lately, and had fewest. */
  wantedBy?: number;
}

/** The server's part: each call is one atomic step there. */
export interface LeaseRows {
  /**
   * Makes the row, unless another one lives: then it remembers for a few seconds that a process with
   * `inboxes` leases of inboxes wants it.
   */
  take(row: LeaseRow, inboxes: number): Promise<boolean>;
  /** Lengthens the lives of those that still stand, by their fences. One answer for each, in order. */
  renew(rows: readonly LeaseRow[]): Promise<Renewal[]>;
  /** Deletes the row, if it has this fence. */
  free(row: LeaseRow): Promise<void>;
}

class ExpiringLease implements Lease {
  isReleased = false;
  wantedBy?: number;

  constructor(
    private readonly leases: ExpiringLeases,
    readonly row: LeaseRow,
    /** By the monotonic clock. */
    public heldUntil: number,
  ) {}

  get name(): LeaseName {
    return this.row.name;
  }

  get fence(): string {
    return this.row.fence;
  }

  get isInbox(): boolean {
    return this.name.startsWith('inbox:');
  }

  isHeld(): boolean {
    return !this.isReleased && performance.now() < this.heldUntil;
  }

  isWanted(): boolean {
    return this.leases.isWanted(this);
  }

  release(): Promise<void> {
    return this.leases.release(this);
  }
}

/**
 * The leases that this process has on a server, of all accounts. Each lives on the server for
 * {@link LEASE_MS} and is renewed each second; a process that is frozen or cut off loses it there. It
 * knows so by the monotonic clock, and before the server does: time is counted from before the
 * request that took or renewed it.
 */
export class ExpiringLeases {
  readonly #held = new Set<ExpiringLease>();
  #timer?: NodeJS.Timeout;
  #isRenewing = false;
  #gaveAwayAt = -Infinity;

  constructor(private readonly rows: LeaseRows) {}

  async acquire(account: string, name: LeaseName): Promise<Lease | undefined> {
    const row = { account, name, fence: randomUUID() };
    const askedAt = performance.now();
    if (!(await this.rows.take(row, this.#inboxes))) return undefined;
    const lease = new ExpiringLease(this, row, askedAt + LEASE_MS);
    this.#held.add(lease);
    this.#timer ??= setInterval(() => void this.#renew(), RENEW_INTERVAL_MS).unref();
    return lease;
  }

  /**
   * @returns the fence, to be made part of the commit
   * @throws {PayamSmsStoreError} `lease-lost`, for a lease that is of another task, or surely holds no more
   */
  fence(account: string, name: LeaseName, lease: Lease, action: string): string {
    const isRight =
      lease instanceof ExpiringLease && lease.row.account === account && lease.name === name;
    if (!isRight || !this.#held.has(lease) || !lease.isHeld()) {
      throw new PayamSmsStoreError('lease-lost', action);
    }
    return lease.fence;
  }

  /** So that processes come to have equally many inboxes: one that has two more gives one away. */
  isWanted(lease: ExpiringLease): boolean {
    if (lease.wantedBy === undefined || !lease.isInbox) return false;
    if (performance.now() < this.#gaveAwayAt + GIVE_AWAY_INTERVAL_MS) return false;
    return this.#inboxes - lease.wantedBy >= 2;
  }

  async release(lease: ExpiringLease): Promise<void> {
    if (lease.isReleased) return;
    if (lease.isWanted()) this.#gaveAwayAt = performance.now();
    lease.isReleased = true;
    this.#forget(lease);
    await this.rows.free(lease.row);
  }

  /** Ends the renewing too. A lease that the server could not free ends there by itself. */
  async releaseAll(): Promise<void> {
    await Promise.allSettled([...this.#held].map((lease) => this.release(lease)));
  }

  get #inboxes(): number {
    let count = 0;
    for (const lease of this.#held) if (lease.isInbox && lease.isHeld()) count++;
    return count;
  }

  #forget(lease: ExpiringLease): void {
    this.#held.delete(lease);
    if (this.#held.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #renew(): Promise<void> {
    if (this.#isRenewing) return;
    this.#isRenewing = true;
    const leases = [...this.#held];
    const askedAt = performance.now();
    try {
      const renewals = await this.rows.renew(leases.map(({ row }) => row));
      for (const [index, lease] of leases.entries()) {
        const { isHeld, wantedBy } = renewals[index]!;
        lease.wantedBy = wantedBy;
        // Left in the set: the holder finds out, and releases it.
        lease.heldUntil = isHeld ? askedAt + LEASE_MS : -Infinity;
      }
    } catch {
      // The server is away: the leases end by the clock, and their holders say so when they ask for new ones.
    } finally {
      this.#isRenewing = false;
    }
  }
}
