/** Runs one piece of work at a time: a call that comes while one runs gets the result of that one. */
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
