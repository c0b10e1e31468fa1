import { describe, expect, it } from '@jest/globals';
import { decodeBalance } from '../../lib/api/balance.js';

describe('decodeBalance', () => {
  it.each([
    [1_250_000, 1_250_000],
    [0, 0],
    [-5, -5],
    ['1250000', 1_250_000],
    [' 1250000 ', 1_250_000],
  ])('reads %j', (value, balance) => {
    expect(decodeBalance(value)).toBe(balance);
  });

  it.each([
    [null, 'null'],
    ['', 'a string'],
    ['plenty', 'a string'],
    [true, 'a boolean'],
    [{ balance: 5 }, 'an object'],
    [[5], 'a list'],
  ])('does not take %j for a balance', (value, got) => {
    expect(() => decodeBalance(value)).toThrow(
      `The answer to getBalance is not what the contract says: body: expected a number, got ${got}`,
    );
  });
});
