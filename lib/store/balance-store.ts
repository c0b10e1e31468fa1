import type { Lease } from './lease.js';

/** Whether it was emitted that the credit is low, which happens once. */
export interface BalanceStore {
  wasLow(): Promise<boolean>;
  setLow(lease: Lease, isLow: boolean): Promise<void>;
}
