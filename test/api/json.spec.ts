import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { parseJson } from '../../lib/api/json.js';

const longInteger = fc
  .bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n })
  .map((id) => ({ written: String(id), read: String(id) as unknown }));
const safeInteger = fc.maxSafeInteger().map((id) => ({ written: String(id), read: id as unknown }));
const text = fc
  .oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('9007199254740993', ': 9007199254740993', '[12345678901234567890, 1]', '\\"'),
  )
  .map((value) => ({ written: JSON.stringify(value), read: value as unknown }));
const plain = fc
  .constantFrom(true, false, null, 0, '', 1_250_000)
  .map((value) => ({ written: JSON.stringify(value), read: value as unknown }));

const key = fc
  .string({ unit: 'grapheme-ascii' })
  .filter((name) => name !== '__proto__')
  .map((name) => `k${name}`);
const blank = fc.constantFrom('', ' ', '\n  ', '\t');

/** JSON as a service may write it, and what has to be read from it. */
const json = fc
  .array(fc.tuple(key, fc.oneof(longInteger, safeInteger, text, plain), blank), { maxLength: 8 })
  .map((fields) => new Map(fields.map(([name, value, space]) => [name, { ...value, space }])))
  .map((fields) => ({
    written: `[{${[...fields]
      .map(([name, { written, space }]) => `${JSON.stringify(name)}:${space}${written}${space}`)
      .join(',')}}]`,
    read: [Object.fromEntries([...fields].map(([name, { read }]) => [name, read]))],
  }));

describe('parseJson', () => {
  it('keeps every digit of ids beyond 2^53, and every text to the letter', () => {
    fc.assert(
      fc.property(json, ({ written, read }) => {
        expect(parseJson(written)).toEqual(read);
      }),
      { numRuns: 1_000 },
    );
  });

  it('reads as JSON.parse does where every number is safe', () => {
    fc.assert(
      fc.property(fc.json(), (written) => {
        fc.pre(!/[0-9]{16}|e\+?[0-9]/.test(written));
        // Whatever stands in a text beside them, even what looks like a long id.
        for (const text of ['', ': 9007199254740993']) {
          const beside = `[${JSON.stringify(text)},${written}]`;
          expect(parseJson(beside)).toEqual(JSON.parse(beside));
        }
      }),
    );
  });

  it.each([
    ['9007199254740991', 9_007_199_254_740_991],
    ['9007199254740992', '9007199254740992'],
    ['-9007199254740993', '-9007199254740993'],
    ['9223372036854775807', '9223372036854775807'],
  ])('reads %s as %p', (written, read) => {
    expect(parseJson(`[${written}]`)).toEqual([read]);
    expect(parseJson(`{"id":${written}}`)).toEqual({ id: read });
    expect(parseJson(`{"id": \n ${written} }`)).toEqual({ id: read });
    expect(parseJson(`[1,${written}]`)).toEqual([1, read]);
  });

  it('leaves short numbers beside a long id as they are', () => {
    expect(parseJson('[{"id":9007199254740993,"parts":3,"rate":-0.5,"price":1e3}]')).toEqual([
      { id: '9007199254740993', parts: 3, rate: -0.5, price: 1_000 },
    ]);
  });

  it.each(['', '[', '{"a":', '<html>', '[9007199254740993', '[9007199254740993,]', 'undefined'])(
    'throws a SyntaxError at %j',
    (written) => {
      expect(() => parseJson(written)).toThrow(SyntaxError);
    },
  );
});
