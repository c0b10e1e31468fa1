import { foldPersian } from '../../../lib/simulator/text/persian.js';

/** The first run of 4 to 8 digits that stands alone, in Latin digits. */
export const codeIn = (text: string): string | undefined =>
  /(?<!\d)\d{4,8}(?!\d)/.exec(foldPersian(text))?.[0];
