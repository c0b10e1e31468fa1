import { FIRST_MS, LAST_MS } from '../clock.js';
import { END_OF_LONGS } from '../state/id-sequence.js';
import { invalid, shown, type Parser } from './parser.js';

export const flag: Parser<boolean> = (value, where) => {
  if (typeof value === 'boolean') return value;
  throw invalid(where, `must be true or false, not ${shown(value)}`);
};

export function text({ min = 0, max = Infinity } = {}): Parser<string> {
  return (value, where) => {
    if (typeof value !== 'string') throw invalid(where, `must be text, not ${shown(value)}`);
    if (value.length < min) throw invalid(where, 'must not be empty');
    if (value.length > max) throw invalid(where, `must have at most ${max} characters`);
    return value;
  };
}

export function number({ min = -Infinity, max = Infinity } = {}): Parser<number> {
  return (value, where) => {
    if (typeof value === 'number' && value >= min && value <= max) return value;
    throw invalid(where, `must be a number${range(min, max)}, not ${shown(value)}`);
  };
}

export function wholeNumber({
  min = Number.MIN_SAFE_INTEGER,
  max = Number.MAX_SAFE_INTEGER,
} = {}): Parser<number> {
  return (value, where) => {
    const whole = typeof value === 'number' && Number.isSafeInteger(value);
    if (whole && value >= min && value <= max) return value;
    throw invalid(where, `must be a whole number${range(min, max)}, not ${shown(value)}`);
  };
}

/** A counter that goes on from a stored value; limited, so that it can still grow. */
export const count: Parser<number> = (value, where) =>
  Math.min(wholeNumber({ min: 0 })(value, where), 1e15);

function range(min: number, max: number): string {
  if (max >= Number.MAX_SAFE_INTEGER) {
    return min <= Number.MIN_SAFE_INTEGER ? '' : ` of ${min} or more`;
  }
  return ` from ${min} to ${max}`;
}

export function oneOf<const T extends string | number>(...choices: readonly T[]): Parser<T> {
  return (value, where) => {
    const chosen = choices.find((choice) => choice === value);
    if (chosen !== undefined) return chosen;
    throw invalid(where, `must be one of ${choices.join(', ')}, not ${shown(value)}`);
  };
}

const INSTANT = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)$/;

/** ISO 8601 with a zone, from 1700 to 9999; or a Date, which YAML makes of such a text. */
export const instant: Parser<Date> = (value, where) => {
  const date =
    typeof value === 'string' && INSTANT.test(value) ? new Date(value.toUpperCase()) : value;
  if (date instanceof Date && date.getTime() >= FIRST_MS && date.getTime() <= LAST_MS) return date;
  throw invalid(where, `must be an instant such as 2026-01-01T08:00:00Z, not ${shown(value)}`);
};

const longUpTo =
  (last: bigint): Parser<bigint> =>
  (value, where) => {
    const long = typeof value === 'string' && /^\d{1,19}$/.test(value) ? BigInt(value) : undefined;
    if (long !== undefined && long <= last) return long;
    throw invalid(where, `must be a text of digits, at most ${last}, not ${shown(value)}`);
  };

/** An id: a Long as text. */
export const id = longUpTo(END_OF_LONGS - 1n);

/** The next id: one more than the largest Long when that one is used. */
export const nextId = longUpTo(END_OF_LONGS);

export function nullable<T>(parse: Parser<T>): Parser<T | null> {
  return (value, where) => (value === null ? null : parse(value, where));
}

/** The result of the first parser that accepts the value; else the error of the last. */
export function either<One, Other>(one: Parser<One>, other: Parser<Other>): Parser<One | Other> {
  return (value, where) => {
    try {
      return one(value, where);
    } catch {
      return other(value, where);
    }
  };
}
