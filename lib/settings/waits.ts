import type { Wait } from '../payamsms.background-options.js';
import type { Reader } from './readers.js';

const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

const WAIT = /^\s*(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)?\s*$/;

const MAX_WAITS = 100;
const MAX_WAIT_DAYS = 365;

/** Waits in milliseconds, from a list or from a text with commas. */
export const waits: Reader<readonly number[]> = (given) => {
  const list: unknown = typeof given === 'string' ? given.split(',') : given;
  const values = Array.isArray(list) ? list.map(toMs) : [];
  return values.length > 0 && values.length <= MAX_WAITS && values.every((ms) => ms !== undefined)
    ? { value: values }
    : {
        problem: `expected 1 to ${MAX_WAITS} waits, each milliseconds or a text such as 10s, 5m, 48h, none over ${MAX_WAIT_DAYS} days`,
      };
};

/** Waits that are known to be right. */
export const waitsMs = (list: readonly Wait[]): readonly number[] =>
  list.map((wait) => toMs(wait)!);

function toMs(given: unknown): number | undefined {
  const [, amount, unit = 'ms'] = WAIT.exec(isText(given) ? String(given) : '') ?? [];
  const ms = Math.round(Number(amount) * UNIT_MS[unit]!);
  return ms >= 1 && ms <= MAX_WAIT_DAYS * UNIT_MS.d! ? ms : undefined;
}

const isText = (given: unknown) => typeof given === 'string' || typeof given === 'number';
