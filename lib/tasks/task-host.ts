import type { Logger, OnApplicationBootstrap, OnModuleDestroy, OnModuleInit } from '@nestjs/common';
import type { ModuleRef } from '@nestjs/core';
import { nextTurn } from '../concurrency/timers.js';
import { describeError } from '../privacy/describe-error.js';
import type { PayamSmsEvents } from '../events/payamsms-events.js';
import { connectAll } from '../settings/companion.js';
import type { Settings } from '../settings/settings.js';
import type { AccountStore } from '../store/store.js';
import type { LeasedTask } from './leased-task.js';
import { TaskRunner } from './task-runner.js';
import type { Trigger } from './trigger.js';

export interface HostDependencies {
  settings: Pick<Settings, 'shutdownTimeoutMs'>;
  store: Pick<AccountStore, 'acquire'>;
  events: Pick<PayamSmsEvents, 'connect' | 'subscribed'>;
  trigger: Trigger;
  logger: Pick<Logger, 'warn' | 'log'>;
  moduleRef: ModuleRef;
  /** Ends what runs wait for, such as a limiter's pause: the app ends. */
  endWaits: () => void;
}

/** Runs tasks that share a trigger, and emit events, from the app's start to its end. */
export class TaskHost<T = unknown, Task extends LeasedTask<T> = LeasedTask<T>>
  implements OnModuleInit, OnApplicationBootstrap, OnModuleDestroy
{
  readonly #runners = new Map<Task, TaskRunner<T>>();
  #isStopped = false;

  constructor(
    readonly tasks: readonly Task[],
    private readonly dependencies: HostDependencies,
  ) {
    for (const task of tasks) this.#runners.set(task, new TaskRunner(task, dependencies));
  }

  /** @throws {PayamSmsConfigurationError} for each module of Nest's that the app does not import */
  async onModuleInit(): Promise<void> {
    const { events, trigger, moduleRef } = this.dependencies;
    await connectAll([() => events.connect(trigger.option), () => trigger.connect(moduleRef)]);
  }

  /** Not awaited: listeners are subscribed in a hook of this kind, perhaps a later one. */
  onApplicationBootstrap(): void {
    void this.#start();
  }

  async onModuleDestroy(): Promise<void> {
    const { settings, trigger, endWaits } = this.dependencies;
    this.#isStopped = true;
    trigger.remove();
    const runners = [...this.#runners.values()];
    for (const runner of runners) runner.halt();
    endWaits();
    await Promise.all(runners.map((runner) => runner.stop(settings.shutdownTimeoutMs)));
  }

  /**
   * Runs tasks at once, all of them unless some are named; each has a lease of its own.
   *
   * @returns for each what it returned, `undefined` where another process has its lease
   * @throws what the first that failed failed with, when all have ended
   */
  async runByHand(tasks: readonly Task[] = this.tasks): Promise<(T | undefined)[]> {
    const runs = tasks.map((task) => this.#runners.get(task)!.runByHand());
    const ends = await Promise.allSettled(runs);
    return ends.map((end) => {
      if (end.status === 'rejected') throw end.reason;
      return end.value;
    });
  }

  async #start(): Promise<void> {
    const { events, logger } = this.dependencies;
    try {
      await events.subscribed();
      // The hooks of modules that come later have their turn first.
      await nextTurn();
    } catch (error) {
      // Without all of its listeners this process holds no lease: another one may have them. The
      // emitter's module logs nothing.
      logger.warn(`The listeners could not be subscribed: ${describeError(error)}`);
      return;
    }
    if (this.#isStopped) return;
    for (const runner of this.#runners.values()) runner.start();
  }
}
