import { Cutoff } from '../../http/cutoff.js';

/** The longest wait a timer can hold, some 24 days. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** The moment at which a batch, or a single message, must be told one way or the other. */
export class Deadline extends Cutoff {
  #atMs = Infinity;
  #timer?: NodeJS.Timeout;

  /** Sets the moment, or brings it forward; never puts it off. */
  within(ms: number): void {
    const atMs = performance.now() + ms;
    if (atMs >= this.#atMs || this.aborted) return;
    this.#atMs = atMs;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.abort(), Math.min(Math.max(0, ms), MAX_TIMER_MS));
  }

  /** Waits, or answers false: at once where the wait would pass the moment. */
  override async pause(ms: number): Promise<boolean> {
    if (performance.now() + ms > this.#atMs) return false;
    return ms === 0 ? !this.aborted : super.pause(ms);
  }

  /** Stops the timer; the moment will not come any more. */
  clear(): void {
    clearTimeout(this.#timer);
  }
}
