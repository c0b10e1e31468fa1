import type { Lease, PayamSmsStore } from '../store/store.js';

/** How soon a process notices that the one before it has gone, and that it can serve no more itself. */
const LOOK_AGAIN_MS = 1_000;

export interface LeaseWatch {
  /** The duty is ours now: begin at once. */
  onHeld: () => void;
  /** The store could not say whose it is; asked again soon. */
  onError: (error: unknown) => void;
  /** Whether this process can do the duty now: one that cannot must not keep it from the others. */
  canServe: () => boolean;
  /** Whether nothing is under way under the lease. */
  isIdle: () => boolean;
}

/**
 * Asks for a duty until this process has it, and again after it was lost; gives it up when the
 * process can serve it no more. Its timer is its own, so that a rare cron job takes over as soon.
 */
export class LeaseKeeper {
  #lease?: Lease;
  #asking?: Promise<Lease | undefined>;
  #timer?: NodeJS.Timeout;
  #isStopped = false;

  constructor(
    private readonly acquire: () => ReturnType<PayamSmsStore['acquire']>,
    private readonly watch: LeaseWatch,
  ) {}

  start(): void {
    if (this.#isStopped) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.start(), LOOK_AGAIN_MS).unref();
    if (!this.watch.canServe()) void this.giveUp();
    else if (!this.#lease) void this.obtain();
  }

  /** The lease, when it is held already or can be had right now. */
  obtain(): Promise<Lease | undefined> {
    if (this.#lease || this.#isStopped) return Promise.resolve(this.#lease);
    return (this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
    }));
  }

  get held(): Lease | undefined {
    return this.#lease;
  }

  /** Lets another process have it, unless something is under way. */
  async giveUp(): Promise<void> {
    if (!this.#lease || !this.watch.isIdle()) return;
    await this.#release();
  }

  /** Another process has it now. */
  lose(lease: Lease): void {
    // Its lock, which we may still have, would keep everybody out, us too.
    if (this.#lease === lease) void this.#release();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#asking;
    const lease = this.#lease;
    this.#lease = undefined;
    await lease?.release();
  }

  async #release(): Promise<void> {
    const lease = this.#lease;
    this.#lease = undefined;
    try {
      await lease?.release();
    } catch (error) {
      this.watch.onError(error);
    }
  }

  async #ask(): Promise<Lease | undefined> {
    try {
      this.#lease = await this.acquire();
    } catch (error) {
      this.watch.onError(error);
    }
    if (this.#lease && !this.#isStopped) this.watch.onHeld();
    return this.#lease;
  }
}
