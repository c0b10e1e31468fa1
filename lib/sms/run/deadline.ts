import { LightAbortSignal } from '../../concurrency/light-abort-signal.js';
import { MAX_TIMER_MS } from '../../concurrency/timers.js';

/** The last look begins so long before the end, where a fifth of the time is not less. */
const LAST_LOOK_MS = 1_000;

/** In less time no look can be made: what is still here then is not sent. */
const SHORTEST_LOOK_MS = 25;

/** The moment at which a batch, or a single message, must be told one way or the other. */
export class Deadline extends LightAbortSignal {
  /** Aborted when there is just time left for one last look: nothing is sent any more. */
  readonly nearing = new LightAbortSignal();
  #atMs = Infinity;
  #reserveMs = LAST_LOOK_MS;
  #timer?: NodeJS.Timeout;

  /** Sets the moment, or brings it forward; never puts it off. */
  within(ms: number): void {
    const atMs = performance.now() + ms;
    if (atMs >= this.#atMs || this.aborted) return;
    this.#atMs = atMs;
    const shareMs = Math.max(Math.max(0, ms) / 5, SHORTEST_LOOK_MS);
    this.#reserveMs = Math.min(this.#reserveMs, shareMs);
    this.#arm();
  }

  /** Milliseconds until the moment. */
  get leftMs(): number {
    return this.#atMs - performance.now();
  }

  /** Whether a wait ends before it is time for the last look. */
  hasRoomFor(ms: number): boolean {
    return !this.nearing.aborted && ms <= this.leftMs - this.#reserveMs;
  }

  /** Resolves when the moment has come. */
  async over(): Promise<void> {
    while (!this.aborted) await this.sleep(MAX_TIMER_MS);
  }

  /** Stops the timer; the moment will not come any more. */
  clear(): void {
    clearTimeout(this.#timer);
  }

  /** One timer: first to the last look, then to the end. */
  #arm(): void {
    clearTimeout(this.#timer);
    const ms = this.leftMs - (this.nearing.aborted ? 0 : this.#reserveMs);
    this.#timer = setTimeout(
      () => {
        if (this.nearing.aborted) return this.abort();
        this.nearing.abort();
        this.#arm();
      },
      Math.min(Math.max(0, ms), MAX_TIMER_MS),
    );
  }
}
