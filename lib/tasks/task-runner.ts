import type { Logger } from '@nestjs/common';
import { withTimeout } from '../concurrency/bounded-wait.js';
import { SingleFlight } from '../concurrency/single-flight.js';
import { describeError } from '../privacy/describe-error.js';
import { PayamSmsStoreError } from '../errors/store.error.js';
import { PayamSmsTransportError } from '../errors/transport.error.js';
import type { Lease } from '../store/lease.js';
import type { AccountStore } from '../store/store.js';
import { LeaseHolder, type LeaseUser } from './lease-holder.js';
import { isLeaseLost, type LeasedTask } from './leased-task.js';
import { ThrottledWarnings } from './throttled-warnings.js';
import type { Trigger } from './trigger.js';
import { WakeUp } from './wake-up.js';

const SHORTEST_WAIT_MS = 50;
/** The store or the service failed: another try so soon would hardly fare better. */
const WAIT_AFTER_ERROR_MS = 1_000;

export interface RunnerDependencies {
  store: Pick<AccountStore, 'acquire'>;
  trigger: Trigger;
  logger: Pick<Logger, 'warn' | 'log'>;
}

/** Runs a task under its lease: when its trigger fires, when the task wants to, and by hand. */
export class TaskRunner<T = unknown> implements LeaseUser {
  readonly #holder: LeaseHolder;
  readonly #warnings: ThrottledWarnings;
  readonly #flight = new SingleFlight<T>();
  readonly #wakeUp = new WakeUp(() => this.fire());
  readonly #trigger: Trigger;
  #runsByHand = 0;
  #phase: 'new' | 'started' | 'stopped' = 'new';

  constructor(
    private readonly task: LeasedTask<T>,
    { store, trigger, logger }: RunnerDependencies,
  ) {
    this.#trigger = trigger;
    this.#warnings = new ThrottledWarnings(logger);
    this.#holder = new LeaseHolder(task.leaseName, store, this);
    trigger.onFire(() => this.fire());
  }

  canServe(): boolean {
    return this.#phase === 'started' && this.#trigger.isActive && this.task.canServe();
  }

  isRunning(): boolean {
    return this.#flight.isRunning || this.#runsByHand > 0;
  }

  leaseTaken(): void {
    this.fire();
  }

  leaseFailed(error: unknown): void {
    this.#logFailure(error);
  }

  /** Begins to hold the lease, and to run. A run by hand before that keeps the lease no longer than it needs it. */
  start(): void {
    if (this.#phase !== 'new') return;
    this.#phase = 'started';
    this.#holder.start();
  }

  /** Runs the task, where the lease is this process's and its trigger is active. */
  fire(): void {
    const lease = this.#holder.held;
    if (lease && this.#phase === 'started' && this.#trigger.isActive) void this.#runAndLog(lease);
  }

  /**
   * Runs the task at once, or joins the run under way, whether its trigger is active or not.
   *
   * @returns `undefined` while another process has the lease
   * @throws what the task, or the store that was asked for the lease, failed with
   */
  async runByHand(): Promise<T | undefined> {
    this.#runsByHand++;
    try {
      const lease = await this.#holder.take();
      if (!lease || this.#phase === 'stopped') return undefined;
      return await this.#run(lease);
    } finally {
      this.#runsByHand--;
      // A process that does not run it by itself must not keep the lease from the others.
      if (!this.canServe()) await this.#holder.giveUp();
    }
  }

  /** Starts no more runs; the one under way goes on. */
  halt(): void {
    this.#phase = 'stopped';
    this.#wakeUp.cancel();
    this.#holder.halt();
  }

  /** Ends the task, waits for the run under way, and gives the lease up. */
  async stop(timeoutMs: number): Promise<void> {
    this.halt();
    const endMs = performance.now() + timeoutMs;
    await Promise.all([this.#stopTask(timeoutMs), withTimeout(this.#flight.whenIdle(), timeoutMs)]);
    // A store that is slow to release it does so when it is closed, at the latest.
    await this.#holder.stop(Math.max(0, endMs - performance.now()));
  }

  async #stopTask(timeoutMs: number): Promise<void> {
    try {
      await this.task.stop?.(timeoutMs);
    } catch (error) {
      this.#logFailure(error);
    }
  }

  async #runAndLog(lease: Lease): Promise<void> {
    try {
      await this.#run(lease);
      this.#warnings.recovered(`Polling of ${this.task.title} works again`);
    } catch (error) {
      this.#logFailure(error);
    }
  }

  #logFailure(error: unknown): void {
    const { title } = this.task;
    if (this.#phase !== 'stopped') {
      this.#warnings.warn(
        `Polling of ${title} failed, and will be tried again: ${describeError(error)}`,
      );
    } else if (!isOfTheEnd(error)) {
      this.#warnings.warn(`Polling of ${title} ended badly: ${describeError(error)}`);
    }
  }

  #run(lease: Lease): Promise<T> {
    return this.#flight.run(async () => {
      let shortestWaitMs = SHORTEST_WAIT_MS;
      try {
        return await this.task.run(lease);
      } catch (error) {
        shortestWaitMs = WAIT_AFTER_ERROR_MS;
        if (isLeaseLost(error)) this.#holder.lose(lease);
        throw error;
      } finally {
        this.#wakeFor(shortestWaitMs);
      }
    });
  }

  #wakeFor(shortestWaitMs: number): void {
    const waitMs = this.#phase === 'stopped' ? undefined : this.task.nextRunInMs?.();
    if (waitMs !== undefined) this.#wakeUp.in(Math.max(shortestWaitMs, waitMs));
  }
}

/**
 * What the end of the app alone may bring about: a wait for the limiter that was cut short, or a store
 * that is closed while a run goes on. There is nothing to mend.
 */
function isOfTheEnd(error: unknown): boolean {
  return (
    error instanceof PayamSmsTransportError ||
    isLeaseLost(error) ||
    (error instanceof PayamSmsStoreError && error.reason === 'closed')
  );
}
