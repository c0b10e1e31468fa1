/** Clocks are put right by less now and then; a step is more. */
const STEP_MS = 1_000;

/**
 * The time by which messages fall due: that of the system, but for steps back. What is due in a
 * minute must not wait for a day because the system's clock was set a day back. Where that is set
 * forward it is followed, and something is asked for early.
 */
export class SteadyClock {
  /** What the monotonic clock lacks to this one. */
  #aheadMs: number;

  constructor(
    private readonly wallMs: () => number = () => Date.now(),
    private readonly monotonicMs: () => number = () => performance.now(),
  ) {
    this.#aheadMs = wallMs() - monotonicMs();
  }

  /** The system's clock, with all its steps. */
  systemMs(): number {
    return this.wallMs();
  }

  now(): Date {
    const monotonicMs = this.monotonicMs();
    const aheadMs = this.wallMs() - monotonicMs;
    if (aheadMs > this.#aheadMs - STEP_MS) this.#aheadMs = aheadMs;
    return new Date(monotonicMs + this.#aheadMs);
  }
}
