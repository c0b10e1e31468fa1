import type { DeliveryStore } from '../store/delivery-store.js';

/** Asked so often at most: what is due may be late by so much. */
const SYNCHRONIZE_MS = 1_000;

/** Clocks are put right by less now and then; a step is more. */
const STEP_MS = 1_000;

/**
 * The time by which messages fall due: that of the system, but for steps back. What is due in a
 * minute must not wait for a day because the system's clock was set a day back. Where that is set
 * forward it is followed, and something is asked for early.
 */
export class SteadyClock {
  /** By how much this clock is ahead of the monotonic one. */
  #aheadMs: number;
  #synchronizedAtMs = -Infinity;

  constructor(
    private readonly wallMs: () => number = () => Date.now(),
    private readonly monotonicMs: () => number = () => performance.now(),
  ) {
    this.#aheadMs = wallMs() - monotonicMs();
  }

  /** Goes on from the latest time that any process on the store gave, earlier ones included. */
  async synchronize(store: Pick<DeliveryStore, 'latestTime'>): Promise<void> {
    const monotonicMs = this.monotonicMs();
    if (monotonicMs < this.#synchronizedAtMs + SYNCHRONIZE_MS) return;
    const latest = await store.latestTime(this.now());
    this.#synchronizedAtMs = monotonicMs;
    this.#aheadMs = Math.max(this.#aheadMs, latest.getTime() - this.monotonicMs());
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
