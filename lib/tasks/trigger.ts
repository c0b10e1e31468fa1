import type { ModuleRef } from '@nestjs/core';

/** What starts the runs of tasks. */
export interface Trigger {
  /** The option that turns it on. */
  readonly option: string;
  /** False while it fires nothing: a process that relies on it cannot serve the task. */
  readonly isActive: boolean;
  /**
   * Finds what it needs of the app. Called once, in `onModuleInit`.
   *
   * @throws {PayamSmsConfigurationError} when the app lacks it
   */
  connect(moduleRef: ModuleRef): Promise<void>;
  onFire(run: () => void): void;
  /** Fires no more. */
  remove(): void;
}
