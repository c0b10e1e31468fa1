import type { BalanceStore } from './balance-store.js';
import { MemoryDelivery } from './memory/memory-delivery.js';
import { MemoryInbox } from './memory/memory-inbox.js';
import { MemoryLeases } from './memory/memory-leases.js';
import type { Duty, Lease, PayamSmsStore } from './store.js';

/** Keeps all for as long as the process lives: the default, good for development and tests. */
export class MemoryStore implements PayamSmsStore {
  readonly durable = false;
  readonly #leases = new MemoryLeases();
  readonly inbox = new MemoryInbox(this.#leases);
  readonly delivery = new MemoryDelivery(this.#leases);
  readonly balance: BalanceStore = memoryBalance(this.#leases);

  async open(): Promise<void> {}

  async close(): Promise<void> {
    this.#leases.giveUpAll();
  }

  async acquire(duty: Duty): Promise<Lease | undefined> {
    return this.#leases.acquire(duty);
  }
}

function memoryBalance(leases: MemoryLeases): BalanceStore {
  let told = false;
  return {
    isTold: async () => told,
    async tell(lease, isLow) {
      leases.check('balance', lease, 'remember that the credit is low');
      told = isLow;
    },
  };
}
