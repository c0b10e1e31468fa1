/** The longest pause that is believed: a longer one is a mistake of the service, or a proxy's. */
export const MAX_RETRY_AFTER_MS = 3_600_000;

const SECONDS = /^\s*\d+(?:\.\d+)?\s*$/;

/** Date.parse takes many things for a date: `-5`, or any word before a number. */
const DATE = /^\s*(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s|\d{4}-\d\d-\d\dT)/i;

/**
 * Reads a `Retry-After` header, in seconds or as a date: milliseconds from now, at most an hour.
 * `undefined` for what is neither.
 *
 * @param answeredAt the answer's `Date`: a date is by the clock of the server, which may not be ours
 */
export function parseRetryAfter(
  header: unknown,
  answeredAt?: unknown,
  now = Date.now(),
): number | undefined {
  if (typeof header !== 'string') return undefined;
  const date = dateOf(answeredAt);
  const ms = SECONDS.test(header)
    ? Math.ceil(Number(header) * 1000)
    : dateOf(header) - (Number.isNaN(date) ? now : date);
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(0, ms), MAX_RETRY_AFTER_MS);
}

const dateOf = (header: unknown): number =>
  typeof header === 'string' && DATE.test(header) ? Date.parse(header) : NaN;
