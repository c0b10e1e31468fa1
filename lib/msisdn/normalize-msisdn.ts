import { describeCode } from '../provider/provider-codes.js';
import { PayamSmsRejectedError } from '../errors/rejected.error.js';
import { readNumber } from './read-number.js';

/** The form that is already right and by far the most common: a mobile with country code. */
const PLAIN_MOBILE = /^989[0-9]{9}$/;

/**
 * Brings an Iranian number to the form the service wants: digits with country code 98.
 *
 * Takes `0912...`, `912...`, `+98...`, `0098...` and `98...`, landlines and short sender lines, in
 * Latin, Persian, Arabic or full-width digits, with blanks, dashes, dots, slashes, brackets, commas
 * of thousands, kashidas and anything invisible anywhere, as a `tel:` link and in quotes. What may be
 * two numbers, or a number with a fraction, is none.
 *
 * @returns digits only, such as `989121234567`
 * @throws {PayamSmsRejectedError} `E43` when it cannot be such a number
 */
export function normalizeMsisdn(number: string): string {
  const normalized = toMsisdn(number);
  if (normalized !== undefined) return normalized;
  throw new PayamSmsRejectedError('E43', describeRecipient(number), true);
}

/** As {@link normalizeMsisdn}, with `undefined` for what cannot be a number. */
export function toMsisdn(number: unknown): string | undefined {
  if (typeof number === 'string' && PLAIN_MOBILE.test(number)) return number;
  const reading = readNumber(number);
  return 'national' in reading ? `98${reading.national}` : undefined;
}

/** Whether a normalised number can receive a text: a mobile, or a landline of full length. */
export function isRecipient(msisdn: string): boolean {
  return msisdn.length === 12 && msisdn[2] !== '0';
}

/** What is wrong with a recipient, and what to do, without the whole number. */
export function describeRecipient(given: unknown): string {
  const description = `${describeCode('E43')}: expected an Iranian number such as 09121234567`;
  const reading = readNumber(given);
  return 'problem' in reading
    ? `${description} or 982000123, got ${reading.problem}`
    : `${description}, got a line, which receives no texts`;
}

/** As {@link describeRecipient}, of a sender. */
export function describeSender(given: unknown): string {
  const reading = readNumber(given);
  const got = 'problem' in reading ? `, got ${reading.problem}` : '';
  return `${describeCode('E223')}: expected a line of the account, such as 982000123${got}`;
}
