import { PayamSmsStoreError } from '../../errors/store.error.js';
import type { Lease, LeaseName } from '../lease.js';

/** The leases of one account. */
export class MemoryLeases {
  readonly #held = new Map<LeaseName, Lease>();
  #count = 0;

  /** @param account its name, for another account of the store knows no lease of this one */
  constructor(private readonly account: string) {}

  acquire(name: LeaseName): Lease | undefined {
    if (this.#held.has(name)) return undefined;
    const isHeld = () => this.#held.get(name) === lease;
    const lease: Lease = {
      name,
      fence: `${this.account}/${++this.#count}`,
      isHeld,
      release: async () => {
        if (isHeld()) this.#held.delete(name);
      },
    };
    this.#held.set(name, lease);
    return lease;
  }

  /** @throws {PayamSmsStoreError} `lease-lost`, unless the lease still holds */
  check(name: LeaseName, { fence }: Lease, action: string): void {
    if (this.#held.get(name)?.fence !== fence) throw new PayamSmsStoreError('lease-lost', action);
  }

  releaseAll(): void {
    this.#held.clear();
  }
}
