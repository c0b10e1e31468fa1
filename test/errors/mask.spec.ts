import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { maskNumbers } from '../../lib/errors/mask.js';

describe('maskNumbers', () => {
  it.each([
    ['989121234567', '98912***67'],
    ['0912 123 45', '0912 123 45'],
    ['1234567', '12***67'],
    ['12345678', '123***78'],
    ['123456', '123456'],
    ['the number 09121234567 is wrong', 'the number 09121***67 is wrong'],
    ['09121234567,09121234568', '09121***67,09121***68'],
    ['۰۹۱۲۱۲۳۴۵۶۷', '۰۹۱۲۱***۶۷'],
    ['٠٩١٢١٢٣٤٥٦٧', '٠٩١٢١***٦٧'],
    ['', ''],
  ])('turns %j into %j', (given, masked) => {
    expect(maskNumbers(given)).toBe(masked);
  });

  it('hides at least three digits of every run of seven or more', () => {
    const run = fc.string({ unit: fc.constantFrom(...'0123456789۰۹٠٩'), minLength: 7 });
    fc.assert(
      fc.property(run, (digits) => {
        const shown = maskNumbers(digits).replace('***', '');
        expect(shown.length).toBeLessThanOrEqual(digits.length - 3);
      }),
    );
  });
});
