import { GroupCommit, type GroupTarget } from '../concurrency/group-commit.js';
import type {
  DeliveryStore,
  Followed,
  FollowedChange,
  FollowedKey,
} from '../store/delivery-store.js';
import type { Lease } from '../store/lease.js';
import type { DeliveryLog } from './delivery-log.js';
import type { DueCalls } from './due-calls.js';
import { isolateRefused, type Refused } from './isolate-refused.js';
import type { Quarantine } from './quarantine.js';
import type { RunProgress } from './run-progress.js';
import type { SteadyClock } from './steady-clock.js';

const LIMITS = { maxItems: 1_000, maxWaitMs: 10 };

/** Four groups: with more, messages are asked for faster than the store writes their next states. */
const MAX_SIZE = 4 * LIMITS.maxItems;

/** What is to be written of a taken message. */
export interface MessageWrite {
  followed: Followed;
  /** `undefined`: it is followed no more. */
  next: FollowedChange | undefined;
}

export interface BufferDependencies {
  store: Pick<DeliveryStore, 'record' | 'latestTime'>;
  clock: Pick<SteadyClock, 'now'>;
  lease: Lease;
  due: Pick<DueCalls, 'release'>;
  quarantine: Quarantine;
  progress: Pick<RunProgress, 'add' | 'changed'>;
  log: Pick<DeliveryLog, 'writesRefused'>;
}

/**
 * Writes the next states of messages, together what comes together. What could not be written is kept,
 * and written with the next: it was emitted, and must not be emitted again.
 */
export class WriteBuffer implements GroupTarget<MessageWrite> {
  readonly #writes = new GroupCommit<MessageWrite>(this, LIMITS);

  constructor(private readonly dependencies: BufferDependencies) {}

  /** How many are not written yet. */
  get size(): number {
    return this.#writes.size;
  }

  get hasRoom(): boolean {
    return this.size < MAX_SIZE;
  }

  add(write: MessageWrite): void {
    this.#writes.add(write);
  }

  /** Writes everything. Rejects as the store does, and keeps it then. */
  flush(): Promise<void> {
    return this.#writes.flush();
  }

  async commit(writes: readonly MessageWrite[]): Promise<void> {
    const { due, quarantine, log } = this.dependencies;
    const refused = await this.#write(writes);
    const refusedWrites = new Set(refused.map(({ item }) => item));
    for (const write of writes) {
      if (!refusedWrites.has(write)) due.release(write.followed);
    }
    if (refused.length === 0) return;
    for (const { item } of refused) quarantine.add(item.followed);
    log.writesRefused(
      refused.map(({ item }) => item.followed.id),
      refused[0]!.error,
    );
  }

  committed(): void {
    this.dependencies.progress.changed();
  }

  commitFailed(error: unknown): void {
    this.dependencies.progress.add({ type: 'failed', error });
  }

  /** @returns those that the store refuses, whatever is written with them */
  async #write(writes: readonly MessageWrite[]): Promise<readonly Refused<MessageWrite>[]> {
    const { store, clock } = this.dependencies;
    try {
      await this.#writeTogether(writes);
      return [];
    } catch (error) {
      return isolateRefused(writes, error, {
        write: (some) => this.#writeTogether(some),
        // It writes, and depends on no message.
        check: async () => void (await store.latestTime(clock.now())),
      });
    }
  }

  async #writeTogether(writes: readonly MessageWrite[]): Promise<void> {
    const changed: FollowedChange[] = [];
    const done: FollowedKey[] = [];
    for (const { followed, next } of writes) {
      if (next) changed.push(next);
      else done.push(followed);
    }
    const { store, lease } = this.dependencies;
    await store.record(lease, changed, done);
  }
}
