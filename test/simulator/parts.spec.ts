import { describe, expect, it } from '@jest/globals';
import { countParts } from '../../lib/simulator/text/parts.js';

describe('parts of a text', () => {
  it.each([
    ['160 Latin letters', 'a'.repeat(160), 1],
    ['161 Latin letters', 'a'.repeat(161), 2],
    ['306 Latin letters', 'a'.repeat(306), 2],
    ['307 Latin letters', 'a'.repeat(307), 3],
    ['80 signs of the extension table, two places each', '€'.repeat(80), 1],
    ['81 of them', '€'.repeat(81), 2],
    ['a sign that would be split at the 153rd place', `${'a'.repeat(152)}€${'a'.repeat(152)}`, 3],
    ['70 Persian letters', 'س'.repeat(70), 1],
    ['71 Persian letters', 'س'.repeat(71), 2],
    ['134 Persian letters', 'س'.repeat(134), 2],
    ['135 Persian letters', 'س'.repeat(135), 3],
    ['35 emoji, two places each', '😀'.repeat(35), 1],
    ['an emoji that would be split at the 67th place', `${'س'.repeat(66)}😀${'س'.repeat(66)}`, 3],
    ['Latin with one Persian letter', `${'a'.repeat(70)}س`, 2],
    ['half a surrogate pair', '\ud83d', 1],
    ['32 Persian parts', 'س'.repeat(32 * 67), 32],
  ])('%s', (_, text, parts) => {
    expect(countParts(text)).toBe(parts);
  });
});
