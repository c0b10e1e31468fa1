import { LightAbortSignal } from '../../concurrency/light-abort-signal.js';
import { MAX_TIMER_MS } from '../../concurrency/timers.js';
import type { Attempt } from '../../http/attempt.js';

/** The last lookup begins so long before the end, where a fifth of the time is not less. */
const LAST_LOOKUP_MS = 1_000;

/** In less time no lookup can be made: a message that has not left by then is not sent. */
const SHORTEST_LOOKUP_MS = 25;

/**
 * The moment at which a batch, or a single message, must have its outcome. As an {@link Attempt} it
 * bounds lookups.
 */
export class Deadline implements Attempt {
  /** Aborted when the moment has come. */
  readonly signal = new LightAbortSignal();
  /**
   * Aborted when there is just time left for one last lookup. From then on nothing is sent any more,
   * and the lookup waits neither for the end of a limiter's pause nor for a place.
   */
  readonly lastChance = new LightAbortSignal();
  #atMs = Infinity;
  #reserveMs = LAST_LOOKUP_MS;
  #timer?: NodeJS.Timeout;

  /**
   * Sets the moment, or brings it forward; never puts it off.
   *
   * @param ofMs all the time there was, where some of it is over already
   */
  within(ms: number, ofMs = ms): void {
    const atMs = performance.now() + ms;
    if (atMs >= this.#atMs || this.isOver) return;
    this.#atMs = atMs;
    const shareMs = Math.max(Math.max(0, ofMs) / 5, SHORTEST_LOOKUP_MS);
    this.#reserveMs = Math.min(this.#reserveMs, shareMs);
    this.#arm();
  }

  get isOver(): boolean {
    return this.signal.aborted;
  }

  /** Milliseconds until the moment. */
  get leftMs(): number {
    return this.#atMs - performance.now();
  }

  /** Whether a wait ends before it is time for the last lookup. */
  hasRoomFor(ms: number): boolean {
    return !this.lastChance.aborted && ms <= this.leftMs - this.#reserveMs;
  }

  /** Resolves when the moment has come. */
  async over(): Promise<void> {
    while (!this.isOver) await this.signal.sleep(MAX_TIMER_MS);
  }

  /** Stops the timer; the moment will not come any more. */
  clear(): void {
    clearTimeout(this.#timer);
  }

  /** One timer: first to the last chance, then to the end. */
  #arm(): void {
    clearTimeout(this.#timer);
    const ms = this.leftMs - (this.lastChance.aborted ? 0 : this.#reserveMs);
    this.#timer = setTimeout(() => this.#ring(), Math.min(Math.max(0, ms), MAX_TIMER_MS));
  }

  #ring(): void {
    if (this.lastChance.aborted) return this.signal.abort();
    this.lastChance.abort();
    this.#arm();
  }
}
