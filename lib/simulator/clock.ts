const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** The dates that the wire can hold: years have four digits, and before 1700 the calendars differ. */
export const FIRST_MS = Date.UTC(1700, 0, 1);
export const LAST_MS = Date.UTC(10_000, 0, 1) - 1;

/** The clock ends a year earlier, since a text may become visible up to a year after it arrives. */
const END_MS = Date.UTC(9998, 11, 31);

/** How far ahead a clock can be that was started in 2026 or later, or 1970 at the end of its range. */
export const AHEAD_MS = { min: FIRST_MS - Date.UTC(2026), max: END_MS };

/** Milliseconds, or a number with its unit: `'250ms'`, `'10s'`, `'5m'`, `'1h'`, `'2d'`. */
export type Duration = number | `${number}${'ms' | 's' | 'm' | 'h' | 'd'}`;

/** A moment, or how far the clock is ahead of real time. */
export type ClockStart = Date | { readonly aheadMs: number };

/** The simulator's time: it runs with real time and can be moved forward, never back. */
export class SimulatorClock {
  readonly #startMs: number;
  // Monotonic, so that a machine that sets its clock does not expire a token.
  readonly #startedAt = performance.now();
  readonly #aheadAtStartMs: number;
  #advancedMs = 0;

  /**
   * Starts in the present by default.
   *
   * @throws {RangeError} for a start that is not a date from 1700 to 9998
   */
  constructor(start: ClockStart = { aheadMs: 0 }) {
    const presentMs = Date.now();
    if (start instanceof Date && !(start.getTime() >= FIRST_MS && start.getTime() <= END_MS)) {
      throw new RangeError(
        `The clock must start at a date from 1700 to 9998, not ${String(start)}.`,
      );
    }
    this.#aheadAtStartMs = 'aheadMs' in start ? start.aheadMs : start.getTime() - presentMs;
    this.#startMs = presentMs + this.#aheadAtStartMs;
  }

  nowMs(): number {
    const nowMs = this.#startMs + this.#advancedMs + performance.now() - this.#startedAt;
    return Math.min(Math.floor(nowMs), END_MS);
  }

  /** How far it is ahead of real time; below 0 when it was started in the past. */
  get aheadMs(): number {
    return Math.floor(this.#aheadAtStartMs + this.#advancedMs);
  }

  advance(by: Duration): void {
    const ms = toMs(by);
    if (this.nowMs() + ms > END_MS) {
      throw new RangeError(`The clock ends with the year 9998 and cannot advance by ${by}.`);
    }
    this.#advancedMs += ms;
  }
}

export function toMs(duration: number | string): number {
  const [, count, unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(String(duration)) ?? [];
  const ms = typeof duration === 'number' ? duration : Number(count) * (UNIT_MS[unit] ?? NaN);
  if (!Number.isFinite(ms) || ms < 0) {
    throw new RangeError(
      `Not a duration: ${duration}. Use milliseconds, or a number with ms, s, m, h or d.`,
    );
  }
  return ms;
}
