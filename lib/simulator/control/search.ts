import { foldPersian } from '../text/persian.js';

/** Folded texts, kept because each search needs all of them. */
const folded = new WeakMap<{ readonly body: string }, string>();

export function fold(text: string): string {
  return foldPersian(text).toLowerCase();
}

/** A filter by a part of the text; variants of Persian letters and digits, and upper and lower case, count as the same. */
export function containing(
  wanted: string | undefined,
): (text: { readonly body: string }) => boolean {
  if (wanted === undefined) return () => true;
  const part = fold(wanted);
  return (text) => {
    let whole = folded.get(text);
    if (whole === undefined) folded.set(text, (whole = fold(text.body)));
    return whole.includes(part);
  };
}
