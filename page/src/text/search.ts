import { foldPersian } from '../../../lib/simulator/text/persian.js';

// Invisible characters are not typed into a search box. The half-space is one too: میشود finds می‌شود.
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** ي and ی, ك and ک, and the three kinds of digits become one; case and invisible marks are removed. */
export function fold(text: string): string {
  return foldPersian(text).replace(INVISIBLE, '').toLowerCase();
}

/** The places of a folded needle in a text that is not folded: pairs of start and end. */
export function matchesIn(text: string, needle: string): [number, number][] {
  if (needle === '') return [];
  const { folded, positions } = foldWithPositions(text);
  const found: [number, number][] = [];
  for (let at = folded.indexOf(needle); at >= 0; at = folded.indexOf(needle, at + needle.length)) {
    found.push([positions[at] ?? 0, (positions[at + needle.length - 1] ?? 0) + 1]);
  }
  return found;
}

function foldWithPositions(text: string): { folded: string; positions: number[] } {
  let folded = '';
  const positions: number[] = [];
  for (let index = 0; index < text.length; index += 1) {
    // Lower case may be longer than upper: İ becomes two.
    for (const unit of fold(text[index] ?? '').split('')) {
      folded += unit;
      positions.push(index);
    }
  }
  return { folded, positions };
}
