import { PayamSmsStoreError } from '../../errors/store.error.js';
import type { Duty, Lease } from '../lease.js';

/** Who does which duty. */
export class MemoryLeases {
  readonly #held = new Map<Duty, Lease>();
  #epoch = 0;

  acquire(duty: Duty): Lease | undefined {
    if (this.#held.has(duty)) return undefined;
    const lease: Lease = {
      duty,
      epoch: ++this.#epoch,
      release: async () => {
        if (this.#held.get(duty) === lease) this.#held.delete(duty);
      },
    };
    this.#held.set(duty, lease);
    return lease;
  }

  /** @throws {PayamSmsStoreError} `lease-lost`, unless the lease still holds */
  check(duty: Duty, { epoch }: Lease, action: string): void {
    if (this.#held.get(duty)?.epoch !== epoch) throw new PayamSmsStoreError('lease-lost', action);
  }

  giveUpAll(): void {
    this.#held.clear();
  }
}
