import { LightAbortSignal } from '../concurrency/light-abort-signal.js';
import { HeldBack } from './held-back.js';

/** How a request waits while a limiter's pause lasts. */
export interface PauseWaiting {
  /** Ends the wait: the request takes neither a place nor a turn, and is left to find that out. */
  signal?: LightAbortSignal;
  /** Once aborted, neither a limiter's pause nor the want of a place holds this request back. */
  lastChance?: LightAbortSignal;
  /** Milliseconds: the longest pause that this request waits for. Default: any. */
  patienceMs?: number;
}

/** The pause that a limiter has asked for: nothing starts before it is over. */
export class LimiterPause {
  /** Once aborted, only what has a signal of its own, which ends in time, still waits. */
  readonly closed = new LightAbortSignal();
  #untilMs = 0;

  /** On the monotonic clock. */
  get untilMs(): number {
    return this.#untilMs;
  }

  /** Milliseconds that are left; 0 without a pause. */
  get leftMs(): number {
    return this.#untilMs === 0 ? 0 : Math.max(0, this.#untilMs - performance.now());
  }

  /** Makes it at least so long. */
  last(ms: number): void {
    this.#untilMs = Math.max(this.#untilMs, performance.now() + ms);
  }

  patienceOf({ patienceMs = Infinity, signal }: PauseWaiting): number {
    return this.closed.aborted && !signal ? 0 : patienceMs;
  }

  /** @throws {HeldBack} when the pause is longer than the request waits */
  async over(waiting: PauseWaiting): Promise<void> {
    if (this.leftMs === 0) return;
    const { signal = this.closed, lastChance } = waiting;
    const isOver = new LightAbortSignal();
    const end = () => isOver.abort();
    for (const one of [signal, lastChance]) one?.addEventListener('abort', end);
    if (signal.aborted || lastChance?.aborted) end();
    try {
      // The pause may have been made longer meanwhile.
      do this.#throwIfTooLong(waiting);
      while (this.leftMs > 0 && (await isOver.sleep(this.leftMs)));
      this.#throwIfTooLong(waiting);
    } finally {
      for (const one of [signal, lastChance]) one?.removeEventListener('abort', end);
    }
  }

  #throwIfTooLong(waiting: PauseWaiting): void {
    const ms = waiting.lastChance?.aborted ? 0 : this.leftMs;
    if (ms > this.patienceOf(waiting)) throw new HeldBack(ms);
  }
}
