import { TimeoutQueue } from './timeout-queue.js';

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

/** As {@link withTimeout}, for thousands of waits a second that are all equally long. */
export class SharedTimeout {
  readonly #waits: TimeoutQueue;

  constructor(ms: number) {
    this.#waits = new TimeoutQueue(ms);
  }

  /** What the work ends with, or {@link TIMED_OUT}; the work goes on then. */
  wait<T>(work: PromiseLike<T>): Promise<T | typeof TIMED_OUT> {
    return new Promise((resolve, reject) => {
      const wait = { endMs: 0, timedOut: () => resolve(TIMED_OUT) };
      this.#waits.add(wait);
      const end = <V>(settle: (value: V) => void) => {
        return (value: V) => {
          this.#waits.delete(wait);
          settle(value);
        };
      };
      work.then(end(resolve), end(reject));
    });
  }
}
