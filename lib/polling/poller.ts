import { Logger } from '@nestjs/common';
import { withTimeout } from '../concurrency/bounded-wait.js';
import { nextTurn } from '../concurrency/timers.js';
import { describeError } from '../errors/describe-error.js';
import { PayamSmsStoreError } from '../errors/store.error.js';
import { PayamSmsTransportError } from '../errors/transport.error.js';
import type { Duty, Lease, PayamSmsStore } from '../store/store.js';
import { Complaints } from './complaints.js';
import type { RegisteredJob } from './cron-job.js';
import { LeaseKeeper } from './lease-keeper.js';

/** What one poll does, apart from what starts it. */
export interface PolledDuty {
  /**
   * Called by each tick of the cron job, so it may be called while an earlier poll still runs: see
   * `SingleFlight`. What it rejects with is logged, and the next tick tries again.
   */
  poll(lease: Lease): Promise<unknown>;
  /** Whether anybody listens to what it finds. */
  hasListeners(): boolean;
}

/** Starts polls: by cron, when asked to, and at once when the duty has become this process's. */
export class Poller {
  readonly #keeper: LeaseKeeper;
  readonly #complaints: Complaints;
  readonly #running = new Set<Promise<unknown>>();
  #wake?: { timer: NodeJS.Timeout; atMs: number };
  #isStopped = false;

  constructor(
    private readonly duty: Duty,
    private readonly polled: PolledDuty,
    private readonly job: RegisteredJob,
    store: Pick<PayamSmsStore, 'acquire'>,
    logger: Pick<Logger, 'warn' | 'log'> = new Logger('PayamSms'),
  ) {
    this.#complaints = new Complaints(logger);
    this.#keeper = new LeaseKeeper(() => store.acquire(duty), {
      onHeld: () => this.tick(),
      onError: (error) => this.#complain(error),
      canServe: () => this.#canServe(),
      isIdle: () => this.#running.size === 0,
    });
  }

  /**
   * To be called in `onApplicationBootstrap`, and not awaited there: begins when the listeners are
   * subscribed and the hooks of modules that come later have had their turn.
   */
  async startWhen(subscribed: Promise<void>): Promise<void> {
    try {
      await subscribed;
      await nextTurn();
    } catch (error) {
      // A poll without listeners would fetch nothing anyway, and the emitter's module keeps quiet.
      return this.#complain(error);
    }
    if (this.#isStopped) return;
    // A poll by hand may have had the lease before anybody could listen.
    if (this.#keeper.held) this.tick();
    this.#keeper.start();
  }

  #canServe(): boolean {
    return this.job.isActive && this.polled.hasListeners();
  }

  /** Polls, if the duty is this process's and nobody has stopped the job. */
  tick(): void {
    const lease = this.#keeper.held;
    if (!lease || this.#isStopped || !this.job.isActive) return;
    void this.#poll(lease);
  }

  /** Ticks once more after a while, or earlier if that was asked for before. */
  wakeIn(ms: number): void {
    const atMs = performance.now() + ms;
    if (this.#isStopped || (this.#wake && this.#wake.atMs <= atMs)) return;
    clearTimeout(this.#wake?.timer);
    const ring = () => {
      this.#wake = undefined;
      this.tick();
    };
    this.#wake = { timer: setTimeout(ring, ms).unref(), atMs };
  }

  /** A poll by hand. `undefined` when another process has the duty. */
  async byHand<T>(poll: (lease: Lease) => Promise<T>): Promise<T | undefined> {
    const lease = await this.#keeper.obtain();
    if (!lease || this.#isStopped) return undefined;
    try {
      return await this.#track(lease, poll(lease));
    } finally {
      // Whoever polls by hand may do so while the job is stopped: then nobody else would poll.
      if (!this.#canServe()) await this.#keeper.giveUp();
    }
  }

  /** Starts no more polls; what runs goes on. */
  halt(): void {
    this.#isStopped = true;
    clearTimeout(this.#wake?.timer);
    this.job.remove();
  }

  /** Resolves when no poll runs any more, and gives the duty up. */
  async stop(timeoutMs: number): Promise<void> {
    this.halt();
    await withTimeout(Promise.allSettled(this.#running), timeoutMs);
    try {
      await this.#keeper.stop();
    } catch (error) {
      this.#complain(error);
    }
  }

  async #poll(lease: Lease): Promise<void> {
    try {
      await this.#track(lease, this.polled.poll(lease));
      this.#complaints.settle(`Polling of ${this.job.name} works again`);
    } catch (error) {
      // Its wait for a limiter was cut short by the end of the app: nobody is to mend anything.
      if (this.#isStopped && error instanceof PayamSmsTransportError) return;
      this.#complain(error);
    }
  }

  async #track<T>(lease: Lease, poll: Promise<T>): Promise<T> {
    this.#running.add(poll);
    try {
      return await poll;
    } catch (error) {
      if (isLeaseLost(error)) this.#keeper.lose(lease);
      throw error;
    } finally {
      this.#running.delete(poll);
    }
  }

  #complain(error: unknown): void {
    this.#complaints.tell(
      `Polling of ${this.duty} failed, and will be tried again: ${describeError(error)}`,
    );
  }
}

export function isLeaseLost(error: unknown): boolean {
  return error instanceof PayamSmsStoreError && error.reason === 'lease-lost';
}
