import { toInternational } from '../text/phone-number.js';

/** The conversation that a text belongs to: the phone's number, or its name where it has no number. */
export function conversationNumber(from: string): string {
  const number = toInternational(from);
  return /^\d+$/.test(number) ? number : from.trim() || from;
}
