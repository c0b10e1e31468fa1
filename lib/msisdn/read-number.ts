import { maskNumbers } from '../privacy/mask.js';
import { DOTS, INVISIBLE, MARKS, SLASHES } from '../privacy/number-marks.js';

/** What was read: the national number, or why it is none, without the number. */
export type NumberReading = { national: string } | { problem: string };

/** What separates thousands, in Latin and in Arabic; a comma separates numbers too. */
const COMMAS = ',\\u060c\\u066c';

const IGNORED = new RegExp(`[${MARKS}${COMMAS}'’]`, 'gu');
const UNSEEN = new RegExp(`[${INVISIBLE}]`, 'gu');
const FOREIGN_DIGITS = /[۰-۹٠-٩０-９]/g;
const FULL_WIDTH_PLUS = /＋/g;
/** A link, quotes, and what keeps a number a text in a sheet: `="0912..."`. */
const ENCLOSING = /^(?:tel:|=?["“«])|["”»]$/gi;

const BETWEEN_NUMBERS = new RegExp(`[${SLASHES}${COMMAS}]`, 'u');
/** A sheet makes no other of a number. */
const FRACTION = new RegExp(`^([1-9][0-9]*)[${DOTS}]0+$`, 'u');
const EXPONENT = /^[0-9]+(?:[.,٫][0-9]+)?e[+-]?[0-9]+$/i;

const FIGURE =
  'a figure with a fraction or an exponent, as a sheet makes it of a number; keep numbers as texts';
const SEVERAL = 'more than one number, or one with a range; give each number by itself';

/** By far the most. */
const PLAIN = /^\+?[0-9]+$/;

const MOBILE = /^9[0-9]{9}$/;
const LANDLINE = /^[1-8][0-9]{9}$/;
/** Special landlines are shorter: an area code and at least four digits. */
const TRUNK_LANDLINE = /^[1-8][0-9]{5,9}$/;
/** Lines that send (1000..., 2000..., 021..., 9000...): four digits to eighteen. */
const LINE = /^(?:[1-8][0-9]{3,17}|9000[0-9]{1,14})$/;

/** Reads a number in whatever way a person, a sheet or `Intl` has written it, if there is only one. */
export function readNumber(given: unknown): NumberReading {
  if (typeof given !== 'string') return { problem: kindOf(given) };
  const isPlain = PLAIN.test(given);
  const problem = isPlain ? undefined : isFigure(given) ? FIGURE : namesSeveral(given) && SEVERAL;
  if (problem) return { problem };
  const digits = isPlain ? given : digitsOf(given);
  const national = withoutCountryCode(digits);
  return national === undefined ? { problem: describe(given, digits) } : { national };
}

const digitsOf = (number: string): string =>
  inLatin(number.replace(IGNORED, '').replace(ENCLOSING, ''));

const inLatin = (number: string): string =>
  number
    .replace(FULL_WIDTH_PLUS, '+')
    // The low four bits of ۰ (U+06F0), ٠ (U+0660) and ０ (U+FF10) are the digit.
    .replace(FOREIGN_DIGITS, (digit) => String(digit.charCodeAt(0) & 0xf));

/** `3000/4000` are two lines; `0912/123/4567` is one number, for what stands first is none by itself. */
function namesSeveral(number: string): boolean {
  if (!BETWEEN_NUMBERS.test(number)) return false;
  const [first, second] = number.split(BETWEEN_NUMBERS).map(digitsOf).filter(Boolean);
  return second !== undefined && withoutCountryCode(first!) !== undefined;
}

/** `30004554.0` is the line 30004554, and not 300045540. */
function isFigure(number: string): boolean {
  const text = inLatin(number.replace(UNSEEN, '').trim());
  const whole = FRACTION.exec(text)?.[1];
  return EXPONENT.test(text) || (whole !== undefined && withoutCountryCode(whole) !== undefined);
}

/** A number by its masked digits; of anything else only the length, for it may be a text. */
function describe(given: string, digits: string): string {
  if (digits === '') return 'nothing';
  if (!PLAIN.test(digits)) {
    return `a text of ${given.length} characters, some of which stand in no number`;
  }
  const pieces = given.split(/[\s\p{Pd}]+/u).map(digitsOf);
  const whole = pieces.filter((piece) => withoutCountryCode(piece) !== undefined);
  return whole.length > 1 && digits.length > 14 ? SEVERAL : `the digits ${maskNumbers(digits)}`;
}

function kindOf(given: unknown): string {
  if (typeof given === 'number') return 'a number, which keeps no leading 0; give a text';
  return given === null ? 'null' : typeof given;
}

function withoutCountryCode(digits: string): string | undefined {
  const prefix = /^(?:\+98|0098|98)(?=[0-9])/.exec(digits)?.[0];
  const rest = prefix ? digits.slice(prefix.length) : digits;
  if (rest.startsWith('0')) {
    // The trunk 0 is dialled before mobiles and landlines, never before a sender line.
    const national = rest.slice(1);
    return MOBILE.test(national) || TRUNK_LANDLINE.test(national) ? national : undefined;
  }
  return MOBILE.test(rest) || LANDLINE.test(rest) || LINE.test(rest) ? rest : undefined;
}
