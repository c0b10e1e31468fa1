/** What starts the runs of tasks. */
export interface Trigger {
  /** False while it fires nothing: a process that relies on it cannot serve the task. */
  readonly isActive: boolean;
  onFire(run: () => void): void;
  /** Fires no more. */
  remove(): void;
}
