import { MAX_TIMER_MS } from '../concurrency/timers.js';

/** A timer that several may set: the earliest time wins, and then the others are forgotten. */
export class WakeUp {
  #timer?: NodeJS.Timeout;
  #atMs = Infinity;

  constructor(private readonly run: () => void) {}

  /** @param ms as long as a timer can wait, at most: a longer one comes earlier */
  in(ms: number): void {
    const waitMs = Math.min(ms, MAX_TIMER_MS);
    const atMs = performance.now() + waitMs;
    if (this.#atMs <= atMs) return;
    this.cancel();
    this.#atMs = atMs;
    this.#timer = setTimeout(() => {
      this.#atMs = Infinity;
      this.run();
    }, waitMs).unref();
  }

  cancel(): void {
    clearTimeout(this.#timer);
    this.#atMs = Infinity;
  }
}
