import { matchesIn } from './search.js';

/** A list shows one line of a text. */
const LENGTH = 160;
const LEAD = 24;

/** The start of a text, or the part around the first match of the search. */
export function excerpt(text: string, needle: string): string {
  const at = matchesIn(text, needle)[0]?.[0] ?? 0;
  const from = at > LEAD * 2 ? at - LEAD : 0;
  // By characters, not by code units, so that no emoji is cut in two.
  const piece = Array.from(text.slice(from, from + LENGTH * 2)).slice(0, LENGTH);
  return (from > 0 ? '…' : '') + piece.join('').replace(/\s+/g, ' ');
}
