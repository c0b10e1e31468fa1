import { foldPersian } from './persian.js';

// Blanks, dashes, and the invisible marks in a number that is copied from right-to-left text.
const NOISE = /[\s\u00a0\u200c-\u200f\u202a-\u202e\u2066-\u2069\ufeff().-]/g;

/** A number in any way that people write it (0912..., +98 912..., ۰۹۱۲..., 912...), as the service writes it: 98912... */
export function toInternational(number: string): string {
  const digits = foldPersian(number)
    .replace(NOISE, '')
    .replace(/^\+|^00/, '');
  if (digits.startsWith('98')) return digits;
  return `98${digits.replace(/^0/, '')}`;
}
