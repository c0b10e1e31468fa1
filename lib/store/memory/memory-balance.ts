import type { BalanceStore } from '../balance-store.js';
import type { Lease } from '../lease.js';
import type { MemoryLeases } from './memory-leases.js';

export class MemoryBalance implements BalanceStore {
  #isLow = false;

  constructor(private readonly leases: MemoryLeases) {}

  async wasLow(): Promise<boolean> {
    return this.#isLow;
  }

  async setLow(lease: Lease, isLow: boolean): Promise<void> {
    this.leases.check('balance', lease, 'remember whether the credit is low');
    this.#isLow = isLow;
  }
}
