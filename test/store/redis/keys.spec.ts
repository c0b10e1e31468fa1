import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  AccountKeys,
  inParts,
  padded,
  timeOf,
  timeText,
  unpadded,
} from '../../../lib/store/redis/keys.js';

const LONG = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n });
const TIME = fc.integer({ min: -(10 ** 14), max: 10 ** 14 });

describe('ids and instants as texts', () => {
  it('are ordered as the numbers they are, and come back', () => {
    fc.assert(
      fc.property(LONG, LONG, (a, b) => {
        expect(padded(String(a)) < padded(String(b))).toBe(a < b);
        expect(unpadded(padded(String(a)))).toBe(String(a));
      }),
    );
    fc.assert(
      fc.property(TIME, TIME, (a, b) => {
        expect(timeText(a) < timeText(b)).toBe(a < b);
        expect(timeText(a)).toHaveLength(16);
        expect(timeOf(timeText(a))).toBe(a);
      }),
    );
  });
});

const keysOf = (account: string) => {
  const keys = new AccountKeys('payamsms', account);
  const { letters, unreadable, clock, balance, newLetters } = keys;
  const others = [...keys.ofNumber('98200'), ...keys.followed('serverId'), keys.lease('balance')];
  return [letters, unreadable, clock, balance, newLetters, ...others];
};

it('gives the keys of an account one hash tag, and none to another account', () => {
  for (const account of ['', 'marketing']) {
    const tag = `{payamsms:${account}}:`;
    expect(keysOf(account).every((key) => key.startsWith(tag))).toBe(true);
  }
  expect(new Set([...keysOf(''), ...keysOf('a'), ...keysOf('inbox')]).size).toBe(36);
});

it('cuts rows into parts, the last of which may be smaller', () => {
  expect(inParts([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
  expect(inParts([])).toEqual([]);
});
