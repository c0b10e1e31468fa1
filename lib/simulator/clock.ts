const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Milliseconds, or a number with its unit: `'250ms'`, `'10s'`, `'5m'`, `'1h'`, `'2d'`. */
export type Duration = number | `${number}${'ms' | 's' | 'm' | 'h' | 'd'}`;

/** The simulator's time: it runs with real time and can be moved forward, never back. */
export class SimulatorClock {
  readonly #startMs: number;
  // Monotonic, so that a machine that sets its clock does not expire a token.
  readonly #startedAt = performance.now();
  #advancedMs = 0;

  constructor(startAt: Date) {
    this.#startMs = startAt.getTime();
  }

  nowMs(): number {
    return Math.floor(this.#startMs + this.#advancedMs + performance.now() - this.#startedAt);
  }

  advance(by: Duration): void {
    this.#advancedMs += toMs(by);
  }
}

function toMs(duration: Duration): number {
  const [, count, unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(String(duration)) ?? [];
  const ms = typeof duration === 'number' ? duration : Number(count) * (UNIT_MS[unit] ?? NaN);
  if (!Number.isFinite(ms) || ms < 0) {
    throw new RangeError(
      `Not a duration: ${duration}. Give milliseconds, or a number with ms, s, m, h or d.`,
    );
  }
  return ms;
}
