/** Lets one run at a time: who comes while one is under way gets its result. */
export class SingleFlight<T> {
  #running?: Promise<T>;

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  run(work: () => Promise<T>): Promise<T> {
    return (this.#running ??= work().finally(() => {
      this.#running = undefined;
    }));
  }
}
