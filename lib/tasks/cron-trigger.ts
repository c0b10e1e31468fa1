import type { ModuleRef } from '@nestjs/core';
import { requireEmitter } from '../events/payamsms-events.js';
import { type Companion, connectAll, findProvided, loadCompanion } from '../settings/companion.js';
import { importSchedule } from '../settings/nest-packages.js';
import type { Trigger } from './trigger.js';

/** What is needed of the app's `SchedulerRegistry`. */
interface Registry {
  doesExist(type: 'cron', name: string): boolean;
  getCronJob(name: string): { isActive: boolean };
  deleteCronJob(name: string): void;
}

/**
 * A job in the app's `SchedulerRegistry`. It is declared with the `Cron` decorator of
 * `@nestjs/schedule`, which finds it among the app's providers and makes the `CronJob` out of it:
 * that class lives in the package `cron`, which is that package's dependency and not ours, so in
 * strict layouts such as pnpm's we could not load it.
 */
export class CronTrigger implements Trigger {
  readonly #runs: (() => void)[] = [];
  #registry?: Registry;

  constructor(
    readonly name: string,
    private readonly companion: Companion,
  ) {}

  get option(): string {
    return this.companion.option;
  }

  /** @throws {PayamSmsConfigurationError} when the app does not import ScheduleModule */
  async connect(moduleRef: ModuleRef): Promise<void> {
    const { SchedulerRegistry } = await loadSchedule(this.companion);
    this.#registry = findProvided(this.companion, moduleRef, SchedulerRegistry);
  }

  onFire(run: () => void): void {
    this.#runs.push(run);
  }

  /** Called by the job. */
  protected fire(): void {
    for (const run of this.#runs) run();
  }

  /** False when the job was stopped in the registry, or the app has turned its jobs off. */
  get isActive(): boolean {
    const registry = this.#registry;
    return (
      registry?.doesExist('cron', this.name) === true && registry.getCronJob(this.name).isActive
    );
  }

  remove(): void {
    const registry = this.#registry;
    if (registry?.doesExist('cron', this.name)) registry.deleteCronJob(this.name);
  }
}

/** When a job fires, and the option that turns it on. */
export interface JobPlan {
  cron: string;
  option: string;
  /** The account that has the option. */
  account?: string;
}

/**
 * Declares a job; the result must be a provider of the app.
 *
 * @throws {PayamSmsConfigurationError} when `@nestjs/schedule` or `@nestjs/event-emitter` is not
 *   installed
 */
export async function declareCronTrigger(
  name: string,
  { cron, option, account }: JobPlan,
): Promise<CronTrigger> {
  const companion: Companion = {
    option,
    account,
    package: '@nestjs/schedule',
    module: 'ScheduleModule.forRoot()',
  };
  // Events need the other package: one error names both.
  await connectAll([() => loadSchedule(companion), () => requireEmitter(option, account)]);
  const { Cron } = await loadSchedule(companion);
  // A class of its own for each job, because the decorator writes on the method.
  class Job extends CronTrigger {
    tick(): void {
      this.fire();
    }
  }
  const method = Object.getOwnPropertyDescriptor(Job.prototype, 'tick')!;
  Cron(cron, { name })(Job.prototype, 'tick', method);
  return new Job(name, companion);
}

const loadSchedule = (companion: Companion) => loadCompanion(companion, importSchedule);
