/** The longest wait a timer can hold. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** The moment at which a batch, or a single message, must be told one way or the other. */
export class Deadline {
  readonly #over = new AbortController();
  #atMs = Infinity;
  #timer?: NodeJS.Timeout;

  /** Aborted when the moment has come. */
  get signal(): AbortSignal {
    return this.#over.signal;
  }

  get isOver(): boolean {
    return this.#over.signal.aborted;
  }

  /** Sets the moment, or brings it forward; never puts it off. */
  within(ms: number): void {
    const atMs = performance.now() + ms;
    if (atMs >= this.#atMs || this.isOver) return;
    this.#atMs = atMs;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#over.abort(), Math.min(Math.max(0, ms), MAX_TIMER_MS));
  }

  /** The result of some work; when the deadline comes first, what `late` makes of it. */
  async race<T>(work: Promise<T>, late: () => T): Promise<T> {
    const { signal } = this.#over;
    let stop: (() => void) | undefined;
    const over = new Promise<void>((resolve) => {
      const onOver = () => resolve();
      signal.addEventListener('abort', onOver);
      stop = () => signal.removeEventListener('abort', onOver);
    });
    try {
      return await Promise.race([work, over.then(late)]);
    } finally {
      stop?.();
    }
  }

  /** Waits, or answers false: at once where the wait would pass the deadline. */
  async pause(ms: number): Promise<boolean> {
    if (this.isOver || performance.now() + ms > this.#atMs) return false;
    if (ms === 0) return true;
    const { signal } = this.#over;
    return new Promise((resolve) => {
      const end = (inTime: boolean) => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onOver);
        resolve(inTime);
      };
      const onOver = () => end(false);
      const timer = setTimeout(() => end(true), ms);
      signal.addEventListener('abort', onOver);
    });
  }

  /** Stops the timer; the moment will not come any more. */
  clear(): void {
    clearTimeout(this.#timer);
  }
}
