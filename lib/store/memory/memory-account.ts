import type { Lease, LeaseName } from '../lease.js';
import type { AccountStore } from '../store.js';
import { MemoryBalance } from './memory-balance.js';
import { MemoryDelivery } from './memory-delivery.js';
import { MemoryInbox } from './memory-inbox.js';
import { MemoryLeases } from './memory-leases.js';

/** What is kept of one account, in memory. */
export class MemoryAccount implements AccountStore {
  readonly inbox: MemoryInbox;
  readonly delivery: MemoryDelivery;
  readonly balance: MemoryBalance;
  readonly #leases: MemoryLeases;

  constructor(name: string) {
    this.#leases = new MemoryLeases(name);
    this.inbox = new MemoryInbox(this.#leases);
    this.delivery = new MemoryDelivery(this.#leases);
    this.balance = new MemoryBalance(this.#leases);
  }

  async acquire(name: LeaseName): Promise<Lease | undefined> {
    return this.#leases.acquire(name);
  }

  releaseAll(): void {
    this.#leases.releaseAll();
  }
}
