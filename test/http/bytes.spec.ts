import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { toBytes } from '../../lib/http/bytes.js';

describe('the bytes of a text', () => {
  it.each(['', 'hello', 'سلام', '👍🏽', '\ud800'])('%j are those of UTF-8', (text) => {
    expect(toBytes(text)).toEqual(Buffer.from(text));
  });

  it('are those of UTF-8 for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(toBytes(text).equals(Buffer.from(text))).toBe(true);
      }),
    );
  });
});
