import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { countParts } from '../../lib/sms/parts.js';

// GSM 03.38 by its code charts, column by column, so as not to repeat the tables of the code.
const BASIC = new Set(
  [
    '@ΔSP0¡P¿p£_!1AQaq$Φ"2BRbr¥Γ#3CScsèΛ¤4DTdtéΩ%5EUeuùΠ&6FVfvìΨ\'7GWgwòΣ(8HXhxÇΘ)9IYiy',
    '\nΞ*:JZjzØ +;KÄkäøÆ,<LÖlö\ræ-=MÑmñÅß.>NÜnüåÉ/?O§oà',
  ].join(''),
);
const EXTENDED = new Set('€\f[\\]^{|}~');

/** What must stay together: one character with all its units. */
function unitsOf(body: string): { units: number; single: number; shared: number }[] {
  const isGsm = [...body].every((char) => BASIC.has(char) || EXTENDED.has(char));
  const [single, shared] = isGsm ? [160, 153] : [70, 67];
  return [...body].map((char) => ({
    units: isGsm ? (EXTENDED.has(char) ? 2 : 1) : char.length,
    single,
    shared,
  }));
}

/** Slow and plain: writes every unit into the parts, a character only where all of it fits. */
function reference(body: string): number {
  const chars = unitsOf(body);
  if (chars.length === 0) return 0;
  const total = chars.reduce((sum, { units }) => sum + units, 0);
  if (total <= chars[0]!.single) return 1;
  const parts: number[][] = [[]];
  for (const { units, shared } of chars) {
    const fits = parts.at(-1)!.length + units <= shared;
    if (!fits) parts.push([]);
    for (let unit = 0; unit < units; unit++) parts.at(-1)!.push(unit);
  }
  return parts.length;
}

const near = (...lengths: number[]) =>
  fc
    .tuple(fc.constantFrom(...lengths), fc.integer({ min: -4, max: 4 }))
    .map(([length, off]) => Math.max(0, length + off));

const textOf = (unit: fc.Arbitrary<string>, ...lengths: number[]) =>
  near(...lengths).chain((length) =>
    fc.array(unit, { minLength: length, maxLength: length }).map((chars) => chars.join('')),
  );

const plain = fc.constantFrom(...'abc XYZ0123@Δ\n');
const escaped = fc.constantFrom(...'€{}[]~|^\\');
const persian = fc.constantFrom(...'سلام‌ ۱۲۳');
const emoji = fc.constantFrom('😀', '🇮🇷', '👨‍👩‍👧', '𝒜');

describe('countParts', () => {
  it.each([
    ['Latin texts', textOf(plain, 0, 160, 306, 459)],
    ['Latin texts with escapes', textOf(fc.oneof(plain, escaped), 100, 110, 153, 204, 306)],
    ['Persian texts', textOf(persian, 0, 70, 134, 201)],
    ['Persian texts with emoji', textOf(fc.oneof(persian, emoji), 35, 45, 67, 90, 134)],
    ['anything', fc.string({ unit: 'binary', maxLength: 400 })],
  ])('agrees with a slow count: %s', (_, body) => {
    fc.assert(
      fc.property(body, (text) => {
        expect(countParts(text)).toBe(reference(text));
      }),
      { numRuns: 300 },
    );
  });

  it('has an alphabet to compare with', () => {
    expect(BASIC.size + 1).toBe(128); // The escape itself is no character.
    expect(EXTENDED.size).toBe(10);
  });
});
