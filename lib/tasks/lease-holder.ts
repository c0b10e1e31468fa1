import { withTimeout } from '../concurrency/bounded-wait.js';
import type { Lease, LeaseName } from '../store/lease.js';
import type { AccountStore } from '../store/store.js';

/** How soon a process notices that the one before it has gone, and that it can serve no more itself. */
const CHECK_INTERVAL_MS = 500;

/** A lease that was given to a process that has fewer is not asked for again before that one had its turn. */
const GIVEN_AWAY_MS = 2_000;

/** What works under the lease. */
export interface LeaseUser {
  /** Whether this process can do the task now. */
  canServe(): boolean;
  /** Whether a run is under way: the lease is not given up then. */
  isRunning(): boolean;
  /** The lease is this process's now: work may begin at once. */
  leaseTaken(): void;
  /** The store could not be asked for the lease, or could not release it; it is asked again soon. */
  leaseFailed(error: unknown): void;
}

/**
 * Asks for a lease until this process has it, and again after it was lost; gives it up when the
 * process can serve it no more. Its timer is its own, so that a task with a rare trigger is taken
 * over as soon as any other.
 */
export class LeaseHolder {
  #lease?: Lease;
  #asking?: Promise<Lease | undefined>;
  #timer?: NodeJS.Timeout;
  #isStopped = false;
  #givenAwayAt = -Infinity;

  constructor(
    private readonly name: LeaseName,
    private readonly store: Pick<AccountStore, 'acquire'>,
    private readonly user: LeaseUser,
  ) {}

  /** Begins to ask for the lease, now and again until it has it. */
  start(): void {
    if (this.#isStopped) return;
    this.#timer ??= setInterval(() => this.#check(), CHECK_INTERVAL_MS).unref();
    this.#check();
  }

  /** The lease, as long as it certainly holds. */
  get held(): Lease | undefined {
    return this.#lease?.isHeld() ? this.#lease : undefined;
  }

  /**
   * The lease, where it is held already or can be had right now.
   *
   * @throws what the store failed with
   */
  take(): Promise<Lease | undefined> {
    if (this.#isStopped || this.held) return Promise.resolve(this.held);
    if (performance.now() < this.#givenAwayAt + GIVEN_AWAY_MS) return Promise.resolve(undefined);
    return (this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
    }));
  }

  /** Lets another process have the lease, unless a run or the end is under way. */
  async giveUp(): Promise<void> {
    if (this.#isStopped || this.user.isRunning()) return;
    await this.#release();
  }

  /** Gives the lease to a process that waits for it and has fewer, if there is one and no run is under way. */
  async share(): Promise<void> {
    if (!this.held?.isWanted?.() || this.#isStopped || this.user.isRunning()) return;
    this.#givenAwayAt = performance.now();
    await this.#release();
  }

  /** The store refused a commit under it: another process has the lease now. */
  lose(lease: Lease): void {
    // What this process still has of it, such as a lock, would keep every process out, itself too.
    if (this.#lease === lease) void this.#release();
  }

  /** Asks no more, and keeps the lease until {@link stop}. */
  halt(): void {
    this.#isStopped = true;
    clearInterval(this.#timer);
  }

  /**
   * Asks no more, and releases the lease: one that is being asked for too, once it comes.
   *
   * @param timeoutMs how long it waits for the store; what it waits for goes on then
   */
  async stop(timeoutMs: number): Promise<void> {
    this.halt();
    await withTimeout(this.#end(), timeoutMs);
  }

  #check(): void {
    if (!this.user.canServe()) void this.giveUp();
    else if (this.held) void this.share();
    else this.take().catch((error: unknown) => this.user.leaseFailed(error));
  }

  async #end(): Promise<void> {
    await this.#asking?.catch(() => undefined); // It fails for its caller.
    await this.#release();
  }

  async #release(): Promise<void> {
    const lease = this.#lease;
    this.#lease = undefined;
    try {
      await lease?.release();
    } catch (error) {
      this.user.leaseFailed(error);
    }
  }

  async #ask(): Promise<Lease | undefined> {
    // One that holds no more.
    await this.#release();
    this.#lease = await this.store.acquire(this.name);
    if (this.#lease && !this.#isStopped) this.user.leaseTaken();
    return this.#lease;
  }
}
