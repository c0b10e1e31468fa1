import type { Lease } from './lease.js';

/** Whether the credit was told to be low, so that it is told once. */
export interface BalanceStore {
  isTold(): Promise<boolean>;
  tell(lease: Lease, isLow: boolean): Promise<void>;
}
