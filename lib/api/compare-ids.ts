const MAX_LONG = '9223372036854775807';

/** Whether a text is a decimal number from 0 to 2^63-1, without leading zeros. */
export function isLong(id: string | undefined): id is string {
  return id !== undefined && /^(?:0|[1-9]\d*)$/.test(id) && compareIds(id, MAX_LONG) <= 0;
}

/** Orders decimal ids of any length without turning them into numbers. */
export function compareIds(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The greatest id below one; `0` has none. */
export function idBefore(id: string): string {
  return compareIds(id, '0') > 0 ? (BigInt(id) - 1n).toString() : '0';
}
