import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { excerpt } from '../../page/src/text/excerpt.js';
import { fold, matchesIn } from '../../page/src/text/search.js';
import { showControls } from '../../page/src/text/visible.js';

describe('a search', () => {
  it.each([
    ['كيلو', 'کیلو'],
    ['۱۲۳', '١٢٣'],
    ['۱۲۳', '123'],
    ['می‌شود', 'میشود'],
    ['ORDER', 'order'],
  ])('takes %s for %s', (one, other) => {
    expect(fold(one)).toBe(fold(other));
  });

  it('finds where it stands in the text as it was given, marks that are not seen included', () => {
    const text = 'این می‌شود ۴۲';
    const [[start, end]] = matchesIn(text, fold('میشود')) as [[number, number]];
    expect(text.slice(start, end)).toBe('می‌شود');
    expect(matchesIn('aXaXa', 'x')).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it('finds pieces that fold to what is sought, in any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ minLength: 1 }), (text, sought) => {
        const needle = fold(sought);
        for (const [start, end] of matchesIn(text, needle)) {
          expect(fold(text.slice(start, end))).toContain(needle);
        }
      }),
    );
  });
});

it('excerpts a long text around what was found in it', () => {
  const text = `${'ا '.repeat(300)}سفارش ۴۲ رسید`;
  expect(excerpt(text, fold('42'))).toMatch(/^….*سفارش ۴۲ رسید$/);
  expect(excerpt(text, '')).toMatch(/^ا ا/);
  expect(Array.from(excerpt('👩‍👩‍👧‍👦'.repeat(500), '')).length).toBeLessThanOrEqual(161);
});

it('gives controls their pictures and leaves line feeds and tabs', () => {
  expect(showControls('a\u0000b\u001b\u007f\n\tc')).toBe('a␀b␛␡\n\tc');
});
