import type { InboundSms } from '../api/api.types.js';

/** Waits after the first, second and third failure of a text; the last also after all others. */
const RETRY_WAITS_MS = [1_000, 5_000, 30_000] as const;
const LONGEST_WAIT_MS = 120_000;

/** So many times as long as its attempts take a text may fail with no other to compare it with. */
const TIMES_ALONE = 6;
const SHORTEST_ALONE_MS = 1_000;

/**
 * How long a text may fail with no other to compare it with: about a quarter of an hour with five
 * attempts, which is longer than most outages; whoever wants fewer attempts waits less.
 */
export function patienceAloneMs(maxAttempts: number): number {
  let waitsMs = 0;
  for (let made = 1; made < maxAttempts; made++) waitsMs += waitAfterMs(made);
  return Math.max(SHORTEST_ALONE_MS, TIMES_ALONE * waitsMs);
}

const waitAfterMs = (failures: number) => RETRY_WAITS_MS[failures - 1] ?? LONGEST_WAIT_MS;

/** A text whose listeners failed, and how often. */
export class Trial {
  #failures: number;

  constructor(
    readonly sms: InboundSms,
    /** When it began to fail. */
    readonly sinceMs: number,
    /** The moment of its last failure, see `AppHealth`. */
    public lastFailed: number,
    private readonly maxAttempts: number,
    failures = 0,
  ) {
    this.#failures = Math.min(failures, maxAttempts);
  }

  /** Attempts that failed. A call beyond the last one is made to be sure, and not counted. */
  get failures(): number {
    return this.#failures;
  }

  get isSpent(): boolean {
    return this.#failures >= this.maxAttempts;
  }

  /** Milliseconds until it is tried again. */
  get waitMs(): number {
    return this.isSpent ? LONGEST_WAIT_MS : waitAfterMs(this.#failures);
  }

  fail(moment: number): void {
    this.#failures = Math.min(this.#failures + 1, this.maxAttempts);
    this.lastFailed = moment;
  }

  /** The app was ill: its failures said nothing of the text. */
  acquit(): void {
    this.#failures = 0;
  }
}
