const LINKS = /\b(?:https?:\/\/|www\.)\S+/gi;
const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/gu;
const LETTERS = /\p{L}/gu;

/** A text is Persian when at least this share of its letters is. */
const SHARE = 0.3;

/**
 * The direction of a text. The browser's `dir="auto"` looks only at the first letter, so it would set a Persian text that
 * starts with a brand's name or a link from left to right.
 */
export function directionOf(text: string): 'rtl' | 'ltr' {
  const plain = text.replace(LINKS, '').replace(/[\p{Nd}]/gu, '');
  const letters = count(plain, LETTERS);
  return letters > 0 && count(plain, RIGHT_TO_LEFT) / letters >= SHARE ? 'rtl' : 'ltr';
}

function count(text: string, of: RegExp): number {
  let found = 0;
  for (const _ of text.matchAll(of)) found += 1;
  return found;
}
