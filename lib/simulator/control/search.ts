import { foldPersian } from '../text/persian.js';

/** Texts as they are compared; kept, because a search reads each of them again. */
const folded = new WeakMap<{ readonly body: string }, string>();

export function fold(text: string): string {
  return foldPersian(text).toLowerCase();
}

/** Whether a text contains another: Persian and Arabic letters and digits alike, and the case of Latin ones. */
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
