/** Runs one piece of work at a time: a call that comes while one runs gets the result of that one. */
export class SingleFlight<T> {
  #running?: Promise<T>;

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** Resolves when what runs now has ended, well or not. */
  async whenIdle(): Promise<void> {
    await Promise.allSettled([this.#running]);
  }

  run(work: () => Promise<T>): Promise<T> {
    return (this.#running ??= work().finally(() => {
      this.#running = undefined;
    }));
  }
}
