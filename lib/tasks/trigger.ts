/** What starts the runs of tasks. */
export interface Trigger {
  /** False while it fires nothing and a process that relies on it serves nobody. */
  readonly isActive: boolean;
  onFire(run: () => void): void;
  /** Fires no more. */
  remove(): void;
}
