import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { PayamSmsRejectedError } from '../../lib/errors/rejected.error.js';
import { normalizeMsisdn } from '../../lib/msisdn/normalize-msisdn.js';

const digits = (count: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: count, maxLength: count });

// No mobile of Iran starts with 098.
const mobile = fc
  .tuple(fc.constantFrom('90', '91', '92', '93', '94', '99'), digits(8))
  .map(([operator, rest]) => operator + rest);
const landline = fc
  .tuple(fc.constantFrom(...'12345678'), digits(9))
  .map(([area, rest]) => area + rest);
const line = fc
  .tuple(fc.constantFrom('1000', '2000', '3000', '5000', '9000'), fc.integer({ min: 1, max: 14 }))
  .chain(([start, length]) => digits(length).map((rest) => start + rest));

/** A national number with every way to write what comes before it. */
const written = fc.oneof(
  fc.tuple(
    fc.oneof(mobile, landline),
    fc.constantFrom('', '0', '98', '+98', '0098', '+980', '980', '00980'),
  ),
  fc.tuple(line, fc.constantFrom('', '98', '+98', '0098')),
);

const SEPARATORS = [
  ...'ـ[]（）\u061c\ufffc\u034f\u180e\ufe0f\u2800\u3164\u00b7',
  '\u{e0020}',
  ...' \t\n-.()\u00a0\ufeff\u2010\u2011\u2012\u2013\u2014\u2015\u2212',
  ...'\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069',
];
const separators = fc.string({ unit: fc.constantFrom(...SEPARATORS), maxLength: 3 });
const script = fc.constantFrom('0123456789', '۰۱۲۳۴۵۶۷۸۹', '٠١٢٣٤٥٦٧٨٩', '０１２３４５６７８９');

/** The same number as a person or a clipboard might bring it. */
const decorated = (plain: string) =>
  fc
    .array(fc.tuple(separators, script), { minLength: plain.length, maxLength: plain.length })
    .chain((marks) =>
      separators.map(
        (tail) =>
          marks.map(([before, to], i) => before + (to[Number(plain[i])] ?? plain[i])).join('') +
          tail,
      ),
    );

/** `3000.0` is 3000 as a sheet has it, or 30000: it is refused, see normalize-msisdn.spec.ts. */
const MAY_BE_A_FIGURE = /\.[^.0-9۰-۹٠-٩０-９]*[0۰٠０]+[^0-9۰-۹٠-٩０-９]*$/u;

const countDigits = (text: string): number => text.replace(/[^0-9]/g, '').length;

const outcomeOf = (given: unknown): unknown => {
  try {
    return normalizeMsisdn(given as string);
  } catch (error) {
    return error;
  }
};

const isE43 = (outcome: unknown): boolean =>
  outcome instanceof PayamSmsRejectedError && outcome.code === 'E43' && outcome.local;

const isSettled = (outcome: unknown): boolean =>
  typeof outcome === 'string' && /^98[0-9]+$/.test(outcome) && normalizeMsisdn(outcome) === outcome;

describe('normalizeMsisdn', () => {
  it('gives the same for a number in any form, script and decoration', () => {
    fc.assert(
      fc.property(
        written.chain(([national, prefix]) =>
          fc.tuple(fc.constant(national), decorated(prefix + national)),
        ),
        ([national, given]) => {
          fc.pre(!MAY_BE_A_FIGURE.test(given));
          expect(normalizeMsisdn(given)).toBe(`98${national}`);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('gives digits after 98, or E43 and nothing else, and the same when given its own answer', () => {
    const anything = fc.oneof(
      fc.anything(),
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...'0123456789۰۹٠٩+- \u200f') }),
      digits(12),
    );
    fc.assert(
      fc.property(anything, (given) => {
        const outcome = outcomeOf(given);
        expect(isSettled(outcome) || isE43(outcome)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('never shows all the digits of a number it refuses', () => {
    const refused = fc
      .tuple(
        fc.constantFrom('+1', '0912345', '00491'),
        digits(12),
        fc.constantFrom('', ' ', '-', '/'),
      )
      .map(([start, rest, between]) => start + [...rest].join(between));
    fc.assert(
      fc.property(refused, (given) => {
        const { message } = outcomeOf(given) as Error;
        const shown = message.slice(message.lastIndexOf('got '));
        expect(countDigits(shown)).toBeLessThan(countDigits(given));
      }),
    );
  });
});
