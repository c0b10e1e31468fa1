import { describe, expect, it } from '@jest/globals';
import { parseRetryAfter } from '../../lib/http/retry-after.js';

const NOW = Date.parse('2025-03-21T10:00:00Z');

describe('parseRetryAfter', () => {
  it.each([
    ['0', 0],
    ['5', 5_000],
    [' 120 ', 120_000],
    ['1.5', 1_500],
    ['0.0001', 1],
    ['Fri, 21 Mar 2025 10:00:30 GMT', 30_000],
    ['Fri, 21 Mar 2025 09:59:00 GMT', 0],
  ])('reads %j as %i ms', (header, ms) => {
    expect(parseRetryAfter(header, NOW)).toBe(ms);
  });

  it.each([[undefined], [null], [''], [' '], ['soon'], [5], [['5']]])(
    'reads nothing from %j',
    (header) => {
      expect(parseRetryAfter(header, NOW)).toBeUndefined();
    },
  );

  it('counts a date from now', () => {
    expect(parseRetryAfter(new Date(Date.now() + 60_000).toUTCString())).toBeGreaterThan(50_000);
  });
});
