import type { InboundSms } from '../api/api.types.js';

/** Waits after the first, second and third failure of a text; the last also after all others. */
const RETRY_WAITS_MS = [1_000, 5_000, 30_000] as const;
const LONGEST_WAIT_MS = 120_000;

/** So many times as long as its attempts take a text may fail with no other to compare it with. */
const TIMES_ALONE = 6;
const SHORTEST_ALONE_MS = 1_000;

/** A text whose listeners failed, and that is tried again. */
export interface RetryState {
  readonly sms: InboundSms;
  /** When it began to fail. */
  readonly sinceMs: number;
  /** Attempts that failed, at most `maxAttempts`: a call beyond the last one is made to be sure, and not counted. */
  readonly attempts: number;
  /** How many failures of all texts there had been after its last one, see `Circuit`. */
  readonly failedAt: number;
}

export const isUsedUp = ({ attempts }: RetryState, maxAttempts: number): boolean =>
  attempts >= maxAttempts;

/** How long to wait before it is tried again. */
export function waitMsOf(retry: RetryState, maxAttempts: number, nowMs: number): number {
  if (!isUsedUp(retry, maxAttempts)) return waitAfterMs(retry.attempts);
  // One that is alone is tried once more when its patience is over, not up to 2 min later.
  const leftMs = retry.sinceMs + patienceAloneMs(maxAttempts) - nowMs;
  return leftMs > 0 ? Math.min(LONGEST_WAIT_MS, leftMs) : LONGEST_WAIT_MS;
}

/**
 * How long a text may fail with no other to compare it with: about a quarter of an hour with five
 * attempts, which is longer than most outages; an app that wants fewer attempts waits less.
 */
export function patienceAloneMs(maxAttempts: number): number {
  let waitsMs = 0;
  for (let made = 1; made < maxAttempts; made++) waitsMs += waitAfterMs(made);
  return Math.max(SHORTEST_ALONE_MS, TIMES_ALONE * waitsMs);
}

const waitAfterMs = (attempts: number) => RETRY_WAITS_MS[attempts - 1] ?? LONGEST_WAIT_MS;
