import { MAX_TIMER_MS } from './timers.js';

/** Something that waits no longer than the others of its queue. */
export interface Timed {
  /** On the monotonic clock; set by the queue. */
  endMs: number;
  timedOut(): void;
}

/**
 * Timeouts for thousands that wait equally long: the oldest ends first, so one timer serves them all.
 * It stays armed between two waits, and does not keep the process alive: what they wait for does that.
 */
export class TimeoutQueue<T extends Timed = Timed> {
  /** The oldest first, for a set keeps the order of insertion. */
  readonly #items = new Set<T>();
  #timer?: NodeJS.Timeout;

  constructor(private readonly ms: number) {}

  get isEmpty(): boolean {
    return this.#items.size === 0;
  }

  add(item: T): void {
    item.endMs = performance.now() + this.ms;
    this.#items.add(item);
    if (this.#timer === undefined) this.#arm(this.ms);
  }

  delete(item: T): void {
    this.#items.delete(item);
  }

  /** Leaves no timer behind; for a queue that nothing waits in any more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #arm(ms: number): void {
    this.#timer = setTimeout(() => this.#ring(), Math.min(Math.ceil(ms), MAX_TIMER_MS)).unref();
  }

  #ring(): void {
    this.#timer = undefined;
    for (const item of this.#items) {
      const leftMs = item.endMs - performance.now();
      if (leftMs > 0) return this.#arm(leftMs);
      this.#items.delete(item);
      item.timedOut();
    }
  }
}
