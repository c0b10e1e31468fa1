/** That the time for some work was over before the work was. */
export const TIMED_OUT = Symbol('timed out');

/** What the work ends with, or {@link TIMED_OUT}: the work goes on then. Leaves no timer behind. */
export async function withTimeout<T>(
  work: PromiseLike<T>,
  ms: number,
): Promise<T | typeof TIMED_OUT> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<typeof TIMED_OUT>((resolve) => {
    timer = setTimeout(() => resolve(TIMED_OUT), ms);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

interface Waiter {
  endMs: number;
  giveUp: () => void;
}

/**
 * As {@link withTimeout}, for thousands of waits a second. All waits are equally long, so the oldest
 * ends first and one timer serves them all. The timer stays armed between waits.
 */
export class SharedTimeout {
  /** The oldest first, for a set keeps the order of insertion. */
  readonly #waiters = new Set<Waiter>();
  #timer?: NodeJS.Timeout;

  constructor(private readonly ms: number) {}

  /** What the work ends with, or {@link TIMED_OUT}; the work goes on then. */
  wait<T>(work: PromiseLike<T>): Promise<T | typeof TIMED_OUT> {
    return new Promise((resolve, reject) => {
      const waiter = { endMs: performance.now() + this.ms, giveUp: () => resolve(TIMED_OUT) };
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
    // Does not keep the process alive: what the work itself waits for does that.
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
