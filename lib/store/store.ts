import type { BalanceStore } from './balance-store.js';
import type { DeliveryStore } from './delivery-store.js';
import type { InboxStore } from './inbox-store.js';
import type { Lease, LeaseName } from './lease.js';

export type { Lease, LeaseName };

/**
 * What the store keeps outlives:
 *
 * - `nothing`: it is gone with the process;
 * - `process`: the death of the process, however it dies;
 * - `power`: a loss of power too, at least for the calls that say so.
 */
export type Survives = 'nothing' | 'process' | 'power';

/**
 * What must outlive the process: where the inbox stands, which messages are followed, whether the
 * credit was low. Made for a server in the network as well as for a file: every call is one atomic
 * step and carries no more than it needs, and only calls that take a {@link Lease} change what
 * another process might be working on.
 *
 * Every method rejects with a `PayamSmsStoreError` when it could not do its work; nothing is half
 * done then. Its `reason` is `lease-lost` when another process does the task now.
 * `describeStore` of `nestjs-payamsms/testing` tests a store of your own.
 */
export interface PayamSmsStore {
  readonly survives: Survives;
  /** Whether each commit takes a journey over the network: then several texts are committed together. */
  readonly isRemote?: boolean;
  /** Called once, before anything else, however many accounts share the store. */
  open(): Promise<void>;
  /** Called once, after everything else. Releases every lease. */
  close(): Promise<void>;
  /**
   * What belongs to one account: nothing of another is seen or changed by it.
   *
   * @param name of the account; empty for the one without a name
   */
  account(name: string): AccountStore;
}

/** What is kept of one account. */
export interface AccountStore {
  readonly inbox: InboxStore;
  readonly delivery: DeliveryStore;
  readonly balance: BalanceStore;
  /**
   * Makes this process the one that does a task. `undefined` while another one does it, or this one
   * by an earlier call; the holder's death frees it. Never waits for the other.
   */
  acquire(name: LeaseName): Promise<Lease | undefined>;
}
