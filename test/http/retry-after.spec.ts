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
    ['3600', 3_600_000],
    ['3601', 3_600_000],
    ['99999999999999', 3_600_000],
    ['9'.repeat(400), 3_600_000],
    ['Fri, 21 Mar 2125 10:00:30 GMT', 3_600_000],
    ['Friday, 21-Mar-25 10:00:30 GMT', 30_000],
    ['Fri Mar 21 10:00:30 2025 GMT', 30_000],
    ['2025-03-21T10:00:30Z', 30_000],
    ['Fri, 21 Mar 2025 10:00:30 GMT', 30_000],
    ['Fri, 21 Mar 2025 09:59:00 GMT', 0],
  ])('reads %j as %i ms', (header, ms) => {
    expect(parseRetryAfter(header, undefined, NOW)).toBe(ms);
  });

  it.each([
    [undefined],
    [null],
    [''],
    [' '],
    ['soon'],
    ['soon 5'],
    ['-5'],
    ['1e3'],
    ['Infinity'],
    ['NaN'],
    ['5s'],
    ['Fri, soon'],
    [5],
    [['5']],
  ])('reads nothing from %j', (header) => {
    expect(parseRetryAfter(header, undefined, NOW)).toBeUndefined();
  });

  it.each([-365, -1 / 24, 1 / 24, 365])(
    'counts a date from the date of the answer, where this machine is %f days off',
    (days) => {
      const at = (seconds: number) => new Date(NOW + seconds * 1000).toUTCString();
      const ours = NOW + days * 86_400_000;
      expect(parseRetryAfter(at(30), at(0), ours)).toBe(30_000);
    },
  );

  it.each([undefined, '', '5', 'never', 'Fri, soon'])(
    'counts a date from now where the answer has no date but %j',
    (date) => {
      expect(parseRetryAfter('Fri, 21 Mar 2025 10:00:30 GMT', date, NOW)).toBe(30_000);
    },
  );

  it('counts a date from now', () => {
    expect(parseRetryAfter(new Date(Date.now() + 60_000).toUTCString())).toBeGreaterThan(50_000);
  });
});
