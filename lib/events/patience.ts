/** That somebody's time was up. */
export const TIME_UP = Symbol('time is up');

interface Waiter {
  endMs: number;
  giveUp: () => void;
}

/**
 * Waits for work, but only so long. All waits are equally long, so the oldest ends first and one
 * timer serves them all. It is left armed between waits: thousands of texts a second make none.
 */
export class Patience {
  /** The oldest first, for a set keeps the order of insertion. */
  readonly #waiters = new Set<Waiter>();
  #timer?: NodeJS.Timeout;

  constructor(private readonly ms: number) {}

  /** What the work ends with, or {@link TIME_UP}; the work goes on then. */
  await<T>(work: PromiseLike<T>): Promise<T | typeof TIME_UP> {
    return new Promise((resolve, reject) => {
      const waiter = { endMs: performance.now() + this.ms, giveUp: () => resolve(TIME_UP) };
      this.#waiters.add(waiter);
      if (this.#timer === undefined) this.#arm(this.ms);
      const end = <V>(settle: (value: V) => void) => {
        return (value: V) => {
          this.#waiters.delete(waiter);
          settle(value);
        };
      };
      work.then(end(resolve), end(reject));
    });
  }

  #arm(ms: number): void {
    // Does not hold the process: whoever waits for the work does that.
    this.#timer = setTimeout(() => this.#ring(), ms).unref();
  }

  #ring(): void {
    this.#timer = undefined;
    for (const waiter of this.#waiters) {
      const restMs = waiter.endMs - performance.now();
      if (restMs > 0) {
        this.#arm(Math.ceil(restMs));
        return;
      }
      this.#waiters.delete(waiter);
      waiter.giveUp();
    }
  }
}
