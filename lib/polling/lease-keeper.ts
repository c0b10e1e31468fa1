import type { Lease, PayamSmsStore } from '../store/store.js';

/** How soon a process notices that the one before it has gone. */
const ASK_AGAIN_MS = 1_000;

export interface LeaseWatch {
  /** The duty is ours now: begin at once. */
  onHeld: () => void;
  /** The store could not say whose it is; asked again soon. */
  onError: (error: unknown) => void;
}

/** Asks for a duty until this process has it, and again after it was lost. */
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
    void this.obtain();
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

  /** Another process has it now. */
  lose(lease: Lease): void {
    if (this.#lease !== lease) return;
    this.#lease = undefined;
    // Its lock, which we may still have, would keep everybody out, us too.
    lease.release().catch((error: unknown) => this.watch.onError(error));
    this.#askLater();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#asking;
    const lease = this.#lease;
    this.#lease = undefined;
    await lease?.release();
  }

  async #ask(): Promise<Lease | undefined> {
    clearTimeout(this.#timer);
    try {
      this.#lease = await this.acquire();
    } catch (error) {
      this.watch.onError(error);
    }
    if (this.#lease && !this.#isStopped) this.watch.onHeld();
    if (!this.#lease) this.#askLater();
    return this.#lease;
  }

  #askLater(): void {
    if (this.#isStopped) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.obtain(), ASK_AGAIN_MS).unref();
  }
}
