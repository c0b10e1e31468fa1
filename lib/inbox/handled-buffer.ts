import { GroupCommit, type GroupLimits, type GroupTarget } from '../concurrency/group-commit.js';
import type { InboxStore } from '../store/inbox-store.js';
import type { Lease } from '../store/lease.js';

/** How many texts may be handled and not committed: so many are handed over once more after a crash. */
export interface BufferLimits {
  most: number;
  group: GroupLimits;
}

/** Each text is committed before the next is handed over. */
export const ONE_BY_ONE: BufferLimits = { most: 1, group: { maxItems: 1, maxWaitMs: 0 } };

/** Where a commit takes a journey over the network: half of them are committed while the other half is handled. */
export const MANY_AT_ONCE: BufferLimits = { most: 50, group: { maxItems: 25, maxWaitMs: 250 } };

/**
 * The texts that were handled and are not committed yet, in their order. Those that the store failed to
 * commit stay, and are committed with the next.
 */
export class HandledBuffer implements GroupTarget<string> {
  readonly #commits: GroupCommit<string>;
  readonly #open = new Set<string>();

  constructor(
    private readonly lease: Lease,
    private readonly number: string,
    private readonly given: { store: Pick<InboxStore, 'handled'>; limits: BufferLimits },
  ) {
    this.#commits = new GroupCommit<string>(this, given.limits.group);
  }

  /**
   * A text was handled; said once more after its commit failed.
   *
   * @throws what the store fails with, where this waits for it
   */
  async add(id: string): Promise<void> {
    if (!this.#open.has(id)) {
      this.#open.add(id);
      this.#commits.add(id);
    }
    if (this.#commits.size >= this.given.limits.most) await this.flush();
  }

  /** @throws what the store fails with */
  async flush(): Promise<void> {
    await this.#commits.flush();
  }

  async commit(ids: readonly string[]): Promise<void> {
    await this.given.store.handled(this.lease, this.number, ids);
    for (const id of ids) this.#open.delete(id);
  }

  committed(): void {
    // Nothing waits for it but a flush.
  }

  commitFailed(): void {
    // They stay, and the flush at the end of the run fails too.
  }
}
