import type { Logger } from '@nestjs/common';
import { withTimeout } from '../concurrency/bounded-wait.js';
import { SingleFlight } from '../concurrency/single-flight.js';
import { describeError } from '../privacy/describe-error.js';
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
  #isStopped = false;

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
    return this.#trigger.isActive && this.task.canServe();
  }

  isRunning(): boolean {
    return this.#flight.isRunning || this.#runsByHand > 0;
  }

  leaseTaken(): void {
    this.fire();
  }

  leaseFailed(error: unknown): void {
    this.#warnings.warn(
      `Polling of ${this.task.title} failed, and will be tried again: ${describeError(error)}`,
    );
  }

  /** Begins to hold the lease, and to run. */
  start(): void {
    // A run by hand may have taken the lease before there were listeners.
    this.fire();
    if (!this.#isStopped) this.#holder.start();
  }

  /** Runs the task, where the lease is this process's and its trigger is active. */
  fire(): void {
    const lease = this.#holder.held;
    if (!lease || this.#isStopped || !this.#trigger.isActive) return;
    void this.#runAndLog(lease);
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
      if (!lease || this.#isStopped) return undefined;
      return await this.#run(lease);
    } finally {
      this.#runsByHand--;
      // While its trigger is not active, no process would run it otherwise.
      if (!this.canServe()) await this.#holder.giveUp();
    }
  }

  /** Starts no more runs; the one under way goes on. */
  halt(): void {
    this.#isStopped = true;
    this.#wakeUp.cancel();
  }

  /** Ends the task, waits for the run under way, and gives the lease up. */
  async stop(timeoutMs: number): Promise<void> {
    this.halt();
    await Promise.all([this.#stopTask(timeoutMs), withTimeout(this.#flight.whenIdle(), timeoutMs)]);
    await this.#holder.stop();
  }

  async #stopTask(timeoutMs: number): Promise<void> {
    try {
      await this.task.stop?.(timeoutMs);
    } catch (error) {
      this.#warnings.warn(`Polling of ${this.task.title} ended badly: ${describeError(error)}`);
    }
  }

  async #runAndLog(lease: Lease): Promise<void> {
    try {
      await this.#run(lease);
      this.#warnings.recovered(`Polling of ${this.task.title} works again`);
    } catch (error) {
      // A wait for the limiter that the end of the app has cut short: there is nothing to mend.
      if (this.#isStopped && error instanceof PayamSmsTransportError) return;
      this.leaseFailed(error);
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
    const waitMs = this.#isStopped ? undefined : this.task.nextRunInMs?.();
    if (waitMs !== undefined) this.#wakeUp.in(Math.max(shortestWaitMs, waitMs));
  }
}
