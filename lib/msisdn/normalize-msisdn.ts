import { maskNumbers } from '../errors/mask.js';
import { MARKS } from '../errors/number-marks.js';
import { describeCode } from '../errors/provider-codes.js';
import { PayamSmsRejectedError } from '../errors/rejected.error.js';

/** The form that is already right and by far the most common: a mobile with country code. */
const PLAIN_MOBILE = /^989[0-9]{9}$/;

const IGNORED = new RegExp(`[${MARKS}]`, 'gu');
const FOREIGN_DIGITS = /[۰-۹٠-٩０-９]/g;
const FULL_WIDTH_PLUS = /＋/g;
const SLASH = /[/\u2044\uff0f\\]/;

const MOBILE = /^9[0-9]{9}$/;
const LANDLINE = /^[1-8][0-9]{9}$/;
/** Special landlines are shorter: an area code and at least four digits. */
const TRUNK_LANDLINE = /^[1-8][0-9]{5,9}$/;
/** Lines that send (1000..., 2000..., 021..., 9000...): four digits to eighteen. */
const LINE = /^(?:[1-8][0-9]{3,17}|9000[0-9]{1,14})$/;
const RECIPIENT = /^98[1-9][0-9]{9}$/;

/**
 * Brings an Iranian number to the form the service wants: digits with country code 98.
 *
 * Takes `0912...`, `912...`, `+98...`, `0098...` and `98...`, landlines and short sender lines, in
 * Latin, Persian, Arabic or full-width digits, with blanks, dashes, dots, slashes, brackets, kashidas
 * and anything invisible anywhere. Two numbers with a slash between them are none.
 *
 * @returns digits only, such as `989121234567`
 * @throws {PayamSmsRejectedError} `E43` when it cannot be such a number
 */
export function normalizeMsisdn(number: string): string {
  const normalized = toMsisdn(number);
  if (normalized !== undefined) return normalized;
  const shown = typeof number === 'string' ? describe(number) : typeof number;
  throw new PayamSmsRejectedError(
    'E43',
    `${describeCode('E43')}: expected an Iranian number such as 09121234567 or 982000123, got ${shown}`,
    true,
  );
}

/** As {@link normalizeMsisdn}, with `undefined` for what cannot be a number. */
export function toMsisdn(number: unknown): string | undefined {
  if (typeof number !== 'string') return undefined;
  if (PLAIN_MOBILE.test(number)) return number;
  const national = withoutCountryCode(digitsOf(number));
  if (national === undefined || namesTwo(number)) return undefined;
  return `98${national}`;
}

const digitsOf = (number: string): string =>
  number
    .replace(IGNORED, '')
    .replace(FULL_WIDTH_PLUS, '+')
    // The low four bits of ۰ (U+06F0), ٠ (U+0660) and ０ (U+FF10) are the digit.
    .replace(FOREIGN_DIGITS, (digit) => String(digit.charCodeAt(0) & 0xf));

/** `3000/4000` are two lines, and `0912/123/4567` is one number. */
function namesTwo(number: string): boolean {
  if (!SLASH.test(number)) return false;
  const parts = number.split(SLASH).map(digitsOf);
  return parts.filter((part) => withoutCountryCode(part) !== undefined).length > 1;
}

/** Whether a normalised number can receive a text: a mobile, or a landline of full length. */
export function isRecipient(msisdn: string): boolean {
  return RECIPIENT.test(msisdn);
}

/** A number by its masked digits; of anything else only the length, for it may be a text. */
function describe(given: string): string {
  const compact = given.replace(IGNORED, '');
  return /^[+＋]?[0-9۰-۹٠-٩０-９]+$/.test(compact)
    ? `the digits ${maskNumbers(compact)}`
    : `a text of ${given.length} characters`;
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
