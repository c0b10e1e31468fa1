import type { Lease } from './lease.js';

/** Whether the listeners were told that the credit is low: they are told once. */
export interface BalanceStore {
  wasLow(): Promise<boolean>;
  setLow(lease: Lease, isLow: boolean): Promise<void>;
}
