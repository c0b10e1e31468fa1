import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { keptText, readText } from '../../lib/store/text.js';

/** Any code units, halves of characters among them. */
const anyText = fc
  .array(fc.oneof(fc.nat(0xff_ff), fc.constantFrom(0, 1, 0xd800, 0xdfff)))
  .map((units) => String.fromCharCode(...units));

describe('a text in SQLite', () => {
  it('comes back with each of its code units', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(readText(keptText(text))).toBe(text);
        expect(readText(keptText(keptText(text)))).toBe(keptText(text));
      }),
    );
  });

  it('is kept without what libsql changes: NUL, and halves of characters', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(keptText(text)).not.toMatch(/[\0\p{Cs}]/u);
      }),
    );
  });

  it('is kept as it is, where libsql changes nothing', () => {
    for (const text of ['', 'سلام «۱»', '😀', '"json:"']) expect(keptText(text)).toBe(text);
  });
});
