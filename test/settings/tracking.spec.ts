import { describe, expect, it } from '@jest/globals';
import { PayamSmsConfigurationError } from '../../lib/errors/configuration.error.js';
import { resolveSettings } from '../../lib/settings/settings.js';
import { REQUIRED } from '../support/settings.js';

const resolve = (options: Record<string, unknown>) => resolveSettings({ ...REQUIRED, ...options });

function problemsOf(options: Record<string, unknown>) {
  try {
    resolve(options);
  } catch (error) {
    if (error instanceof PayamSmsConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

const LADDER_MS = [10, 60, 300, 900, 3_600, 21_600, 86_400, 172_800].map((s) => s * 1_000);
const CRON_PROBLEM = 'expected a cron expression of five or six fields, such as */10 * * * * *';

describe('delivery tracking', () => {
  it.each([true, 'true', {}])('is on, as it is by default, for %j', (delivery) => {
    expect(resolve({ delivery }).delivery).toEqual({ ladderMs: LADDER_MS, cron: '*/5 * * * * *' });
  });

  it.each([undefined, null, '', false, 'false'])('is off for %j', (delivery) => {
    expect(resolve({ delivery }).delivery).toBeUndefined();
  });

  it.each([
    [
      [1, '250ms', '1.5s', '2m', '1h', ' 2 d '],
      [1, 250, 1_500, 120_000, 3_600_000, 172_800_000],
    ],
    ['10s,1m', [10_000, 60_000]],
    ['5000', [5_000]],
  ])('takes the ladder %j', (ladder, ladderMs) => {
    expect(resolve({ delivery: { ladder } }).delivery).toMatchObject({ ladderMs });
  });

  it.each([
    [[]],
    [['soon']],
    [[0]],
    [['-1s']],
    [['1s', NaN]],
    [[{}]],
    ['1s,,2s'],
    ['366d'],
    [Array(101).fill(1)],
    [{ 0: 1 }],
  ])('refuses the ladder %j', (ladder) => {
    expect(problemsOf({ delivery: { ladder } })).toEqual([
      {
        option: 'delivery.ladder',
        variable: 'PAYAMSMS_DELIVERY_LADDER',
        problem:
          'expected 1 to 100 waits, each milliseconds or a text such as 10s, 5m, 48h, none over 365 days',
      },
    ]);
  });

  it.each(['* * * * *', '*/5 * * * * *', '0 0 * * MON-FRI', '@hourly'])('runs by %j', (cron) => {
    expect(resolve({ delivery: { cron } }).delivery?.cron).toBe(cron);
  });

  it.each([5, 'often', '* * * *', '* * * * * * *', {}])('refuses to run by %j', (cron) => {
    expect(problemsOf({ delivery: { cron } })).toEqual([
      { option: 'delivery.cron', variable: 'PAYAMSMS_DELIVERY_CRON', problem: CRON_PROBLEM },
    ]);
  });

  it.each([1, 'yes', []])('says what it takes in place of %j', (delivery) => {
    expect(problemsOf({ delivery })).toEqual([
      {
        option: 'delivery',
        variable: 'PAYAMSMS_DELIVERY_TRACKING',
        problem: 'expected true, false or an object',
      },
    ]);
  });

  it('knows its options', () => {
    expect(problemsOf({ delivery: { ladders: [] } })).toEqual([
      { option: 'delivery.ladders', problem: 'is not an option; known are ladder, cron' },
    ]);
  });
});

describe('the watch over the balance', () => {
  it('is on for a threshold, hourly', () => {
    expect(resolve({ balance: { lowThreshold: '1000' } }).balance).toEqual({
      lowThreshold: 1_000,
      cron: '0 * * * *',
    });
  });

  it.each([undefined, null, ''])('is off for %j', (balance) => {
    expect(resolve({ balance }).balance).toBeUndefined();
  });

  it('needs a threshold', () => {
    const at = { option: 'balance.lowThreshold', variable: 'PAYAMSMS_LOW_BALANCE' };
    expect(problemsOf({ balance: { cron: '* * * * *' } })).toEqual([
      { ...at, problem: 'is required' },
    ]);
    for (const lowThreshold of [0, -1, 'low', Infinity]) {
      expect(problemsOf({ balance: { lowThreshold } })).toEqual([
        { ...at, problem: 'expected a number greater than 0' },
      ]);
    }
  });

  it('refuses a cron that is none', () => {
    expect(problemsOf({ balance: { lowThreshold: 1, cron: 'daily' } })).toEqual([
      { option: 'balance.cron', variable: 'PAYAMSMS_BALANCE_CRON', problem: CRON_PROBLEM },
    ]);
  });
});
