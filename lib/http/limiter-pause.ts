import { anyAborted } from '../concurrency/joined-signals.js';
import { LightAbortSignal } from '../concurrency/light-abort-signal.js';
import { HeldBack } from './held-back.js';

/** How a request waits while a pause lasts. */
export interface PauseWaiting {
  /** Ends the wait: the request runs without a place and a turn, and sees by itself that it is aborted. */
  signal?: LightAbortSignal;
  /** Once aborted, the request waits neither for the end of a pause nor for a place. */
  lastChance?: LightAbortSignal;
  /** Milliseconds: the longest pause that this request waits for. Default: any. */
  patienceMs?: number;
}

/** The pause that the service has asked for by `Retry-After`: nothing starts before it is over. */
export class LimiterPause {
  /** Aborted when the app ends. From then on only a request with a signal of its own still waits. */
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

  /** Makes it last for at least `ms` from now. */
  extend(ms: number): void {
    this.#untilMs = Math.max(this.#untilMs, performance.now() + ms);
  }

  patienceOf({ patienceMs = Infinity, signal }: PauseWaiting): number {
    return this.closed.aborted && !signal ? 0 : patienceMs;
  }

  /** @throws {HeldBack} when the pause is longer than the request waits */
  async over(waiting: PauseWaiting): Promise<void> {
    if (this.leftMs === 0) return;
    const { signal = this.closed, lastChance } = waiting;
    const cut = anyAborted(lastChance ? [signal, lastChance] : [signal]);
    try {
      // The pause may have been made longer meanwhile.
      do this.#throwIfTooLong(waiting);
      while (this.leftMs > 0 && (await cut.signal.sleep(this.leftMs)));
      this.#throwIfTooLong(waiting);
    } finally {
      cut.release();
    }
  }

  #throwIfTooLong(waiting: PauseWaiting): void {
    const ms = waiting.lastChance?.aborted ? 0 : this.leftMs;
    if (ms > this.patienceOf(waiting)) throw new HeldBack(ms);
  }
}
