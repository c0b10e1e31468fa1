import { foldPersian } from './persian.js';

/** The first run of 4 to 8 digits that no other digit touches, in Latin digits. */
export function digitsAlone(text: string): string | undefined {
  return /(?<!\d)\d{4,8}(?!\d)/.exec(foldPersian(text))?.[0];
}
