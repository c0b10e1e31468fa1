import type { BalanceStore } from './balance-store.js';
import type { DeliveryStore } from './delivery-store.js';
import type { InboxStore } from './inbox-store.js';
import type { Duty, Lease } from './lease.js';

export type { Duty, Lease };

/**
 * What must outlive the process: where the inbox stands, which messages are followed, whether the
 * credit was told to be low. Memory and SQLite keep it today; the port asks for nothing that a
 * server such as Redis could not do: every call is one atomic step, and only calls that take a
 * {@link Lease} change what another process might be working on.
 *
 * Every method rejects with a `PayamSmsStoreError` when it could not do its work; nothing is half
 * done then. Its `reason` is `lease-lost` when another process does the duty now.
 */
export interface PayamSmsStore {
  /** Whether what it keeps outlives the process. */
  readonly durable: boolean;
  readonly inbox: InboxStore;
  readonly delivery: DeliveryStore;
  readonly balance: BalanceStore;
  /** Called once, before anything else. */
  open(): Promise<void>;
  /** Called once, after everything else; gives up every lease. */
  close(): Promise<void>;
  /**
   * Makes this process the one that does a duty. `undefined` while another does it; the holder's
   * death frees it. Never waits for the other.
   */
  acquire(duty: Duty): Promise<Lease | undefined>;
}
