import { DIGITS, MARKS } from './number-marks.js';

const DIGIT = `[${DIGITS}]`;

/** What people write between the digits of a number, and what comes along unseen. */
const GAP = `[${MARKS}]{1,8}`;

/** More digits. No group has one alone: lists of small figures are no phone numbers. */
const more = (least: number, most = least) =>
  `(?:(?:${GAP}(?=${DIGIT}{2}))?${DIGIT}){${least},${most}}`;

const ZERO = '[0۰٠０]';
const NINE = '[9۹٩９]';
const ABROAD = `(?:[+＋]|${ZERO}{2})(?:${GAP})?`;
const IRAN = `${NINE}[8۸٨８]`;
const TRUNK = `(?:${GAP})?(?:\\(?${ZERO}\\)?)?(?:${GAP})?`;

/**
 * Phone numbers in groups of digits. Told by how they begin, for dates, times, amounts and ids stand
 * in groups as well: with a country code, an area or mobile code, or as a bare mobile that no other
 * figures stand beside.
 */
const GROUPED_NUMBER = new RegExp(
  [
    `(?<!${DIGIT})(?:${ABROAD})?${IRAN}${TRUNK}${DIGIT}{3}${more(7)}`,
    `${ABROAD}${DIGIT}${more(9, 14)}`,
    `(?<!${DIGIT})${ZERO}(?!${ZERO})${DIGIT}{2}${more(8)}`,
    `(?<!${DIGIT}(?:${GAP})?)${NINE}${DIGIT}{2}${more(7)}(?!${GAP}${DIGIT})`,
  ]
    .map((form) => `${form}(?!${DIGIT})`)
    .join('|'),
  'gu',
);
const LONG_RUN = new RegExp(`${DIGIT}{7,}`, 'gu');
const NO_DIGIT = new RegExp(`(?!${DIGIT}).`, 'gsu');

/**
 * Hides the middle of every run of seven digits or more, and of every phone number that is written
 * in groups: enough is left to recognise a number one knows, not enough to call it. Works on single
 * numbers and inside prose.
 */
export function maskNumbers(text: string): string {
  return text
    .replace(GROUPED_NUMBER, (number) => {
      const plus = /^[+＋]/.test(number) ? '+' : '';
      return plus + masked(number.replace(NO_DIGIT, ''));
    })
    .replace(LONG_RUN, masked);
}

function masked(digits: string): string {
  return `${digits.slice(0, Math.min(5, digits.length - 5))}***${digits.slice(-2)}`;
}
