import { toInternational } from '../text/phone-number.js';
import { invalid, shown, type Parser } from './parser.js';
import { text } from './values.js';

/** The number of a phone, in any way of writing; the result is as the service writes it. */
export const phoneNumber: Parser<string> = (value, where) => {
  const given = text({ min: 1, max: 100 })(value, where);
  const number = toInternational(given);
  if (/^98\d{3,18}$/.test(number)) return number;
  throw invalid(where, `must be a phone number such as 09121234567, not ${shown(given)}`);
};

/** A number of the account, in any way of writing. */
export const accountNumber: Parser<string> = (value, where) => {
  const given = text({ min: 1, max: 100 })(value, where);
  const number = toInternational(given);
  if (/^98\d{1,18}$/.test(number)) return number;
  throw invalid(where, `must be a number of the account such as 982000123, not ${shown(given)}`);
};
