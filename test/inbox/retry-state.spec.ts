import { describe, expect, it } from '@jest/globals';
import { patienceAloneMs, waitMsOf } from '../../lib/inbox/retry-state.js';
import { sms } from './support/sms.js';

const retry = (attempts: number, sinceMs = 0) => ({ sms: sms(1), sinceMs, attempts, failedAt: 0 });

describe('the wait for the next attempt', () => {
  it('is 1 s, 5 s, 30 s, and 2 min from then on', () => {
    const waits = [1, 2, 3, 4, 5, 6].map((attempts) => waitMsOf(retry(attempts), 10, 0));
    expect(waits).toEqual([1_000, 5_000, 30_000, 120_000, 120_000, 120_000]);
  });

  it('is 2 min when all attempts are used up, or less when the patience ends before', () => {
    const patienceMs = patienceAloneMs(5);
    const waits = [0, patienceMs - 7_000, patienceMs].map((nowMs) => waitMsOf(retry(5), 5, nowMs));
    expect(waits).toEqual([120_000, 7_000, 120_000]);
  });
});

it.each([
  [1, 1_000],
  [2, 6_000],
  [3, 36_000],
  [4, 216_000],
  [5, 936_000],
])('a text with %i attempts may fail alone for %i ms', (maxAttempts, ms) => {
  expect(patienceAloneMs(maxAttempts)).toBe(ms);
});
