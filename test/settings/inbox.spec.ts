import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { createRequire } from 'node:module';
import { PayamSmsConfigurationError } from '../../lib/errors/configuration.error.js';
import { resolveSettings, type Settings } from '../../lib/settings/settings.js';
import { optionsFromEnvironment } from '../../lib/settings/variables.js';
import { REQUIRED } from '../support/settings.js';

const resolve = (inbox: unknown): Settings['inbox'] =>
  resolveSettings({ ...REQUIRED, inbox } as typeof REQUIRED).inbox;

const schedule = createRequire(import.meta.url).resolve('@nestjs/schedule');
/** What `@nestjs/schedule` will read the expression with. */
const { CronTime } = createRequire(schedule)('cron') as {
  CronTime: {
    new (text: string): { sendAt(): unknown };
    validateCronExpression(text: string): { valid: boolean };
  };
};

/** Whether it comes, as the package has it. */
function isPossible(cron: string): boolean {
  try {
    return Boolean(new CronTime(cron).sendAt());
  } catch {
    // It looks some years ahead, and says so by an error.
    return false;
  }
}

function isTaken(cron: string): boolean {
  try {
    return resolve({ ...NUMBERS, cron }) !== undefined;
  } catch (error) {
    if (error instanceof PayamSmsConfigurationError) return false;
    throw error;
  }
}

const NUMBERS = { numbers: ['982000123'] };

function problemsOf(inbox: unknown): readonly object[] {
  try {
    resolve(inbox);
  } catch (error) {
    if (error instanceof PayamSmsConfigurationError) return error.problems;
  }
  throw new Error('The options were taken');
}

describe("the inbox's settings", () => {
  it('are absent, the inbox being off, without numbers', () => {
    for (const inbox of [undefined, {}, { cron: '* * * * *' }, { numbers: '' }]) {
      expect(resolve(inbox)).toBeUndefined();
    }
  });

  it('have the defaults of the documentation', () => {
    expect(resolve(NUMBERS)).toEqual({
      numbers: ['982000123'],
      cron: '*/10 * * * * *',
      startFrom: 'unread',
      maxAttempts: 5,
      overlapMs: 60_000,
      handlerTimeoutMs: 60_000,
    });
  });

  it('come from the environment too', () => {
    const { inbox } = optionsFromEnvironment({
      PAYAMSMS_INBOX_NUMBERS: '۲۰۰۰۱۲۳, +98 3000',
      PAYAMSMS_INBOX_CRON: '@hourly',
      PAYAMSMS_INBOX_START_FROM: '2026-03-21T00:00:00+03:30',
      PAYAMSMS_INBOX_MAX_ATTEMPTS: '3',
      PAYAMSMS_INBOX_OVERLAP_MS: '0',
      PAYAMSMS_INBOX_HANDLER_TIMEOUT_MS: '5000',
    });
    expect(resolve(inbox)).toEqual({
      numbers: ['982000123', '983000'],
      cron: '@hourly',
      startFrom: { since: new Date('2026-03-20T20:30:00Z') },
      maxAttempts: 3,
      overlapMs: 0,
      handlerTimeoutMs: 5_000,
    });
  });

  it.each([
    '982000123,983000',
    '982000123، 983000',
    '982000123,\n983000; 982000123',
    '\n982000123\n983000\n',
  ])('take a list however it is written: %j', (numbers) => {
    expect(resolve({ numbers })?.numbers).toEqual(['982000123', '983000']);
  });

  it.each([
    '982000123 983000',
    '3000 4000',
    ['982000123 983000'],
    ['3000,4000'],
    ', ,',
    982000123,
    {},
  ])('take no list that lacks a comma, or is none: %j', (numbers) => {
    expect(problemsOf({ numbers })).toEqual([
      {
        option: 'inbox.numbers',
        variable: 'PAYAMSMS_INBOX_NUMBERS',
        problem: expect.stringContaining('with commas between them'),
      },
    ]);
  });

  it('take one number with blanks in it', () => {
    expect(resolve({ numbers: '2000 123, +98 1000 1234' })?.numbers).toEqual([
      '982000123',
      '9810001234',
    ]);
  });

  it('take a number once', () => {
    expect(resolve({ numbers: ['2000123', '982000123'] })?.numbers).toEqual(['982000123']);
  });

  it.each([
    ['unread', 'unread'],
    ['all', 'all'],
    ['0', { afterId: '0' }],
    ['9223372036854775807', { afterId: '9223372036854775807' }],
    [{ afterId: '12' }, { afterId: '12' }],
    [{ afterId: '0012' }, { afterId: '12' }],
    ['00', { afterId: '0' }],
    ['2026-03-21', { since: new Date('2026-03-21T00:00:00Z') }],
    ['2028-02-29', { since: new Date('2028-02-29T00:00:00Z') }],
    ['2026-03-01T01:00:00+03:30', { since: new Date('2026-02-28T21:30:00Z') }],
    ['2026-03-21T10:00Z', { since: new Date('2026-03-21T10:00:00Z') }],
    [{ since: new Date(5) }, { since: new Date(5) }],
  ])('start from %j', (given, taken) => {
    expect(resolve({ ...NUMBERS, startFrom: given })?.startFrom).toEqual(taken);
  });

  it.each([
    'begin',
    '-1',
    '1.5',
    '9223372036854775808',
    { afterId: '9'.repeat(60) },
    '2026-02-31',
    '2026-02-29',
    '2026-04-31T00:00:00Z',
    '2026-02-30T23:59:59.5+03:30',
    '2026-00-10',
    '2026-01-00',
    '2026-02-31T00:00',
    '2026-03-21T10:00',
    '1405-13-01',
    '1405-01-01',
    { since: new Date('1405-01-01T00:00:00Z') },
    7,
    { afterId: 12 },
    { afterId: 'x' },
    { since: '2026-03-21' },
    { since: new Date(NaN) },
    { since: new Date(0), afterId: '1' },
    { from: 'all' },
    {},
    [],
  ])('start not from %j', (startFrom) => {
    expect(problemsOf({ ...NUMBERS, startFrom })).toEqual([
      {
        option: 'inbox.startFrom',
        variable: 'PAYAMSMS_INBOX_START_FROM',
        problem:
          'expected unread, now, all, an id, or a Gregorian date such as 2026-03-21T00:00:00+03:30',
      },
    ]);
  });

  it.each([
    '*/10 * * * * *',
    '* * * * *',
    ' 0 8-16/2 * * mon-fri ',
    '0,30 1-5 12 1 jan,MAR 0-7',
    '5/15 * * * *',
    '@Daily',
  ])('take the cron expression %j, as the package cron does', (cron) => {
    const taken = resolve({ ...NUMBERS, cron })!.cron;
    expect(taken).toBe(cron.trim());
    expect(CronTime.validateCronExpression(taken).valid).toBe(true);
  });

  it.each([
    'often',
    '* * * *',
    '@ daily',
    '* * * * * * *',
    '60 * * * * *',
    '* 24 * * *',
    '* * 0 * *',
    '* * * 13 *',
    '* * * * 8',
    '5-1 * * * *',
    '*/0 * * * *',
    '1,,2 * * * *',
    '-5 * * * *',
    '1.5 * * * *',
    '@never',
  ])('do not take the cron expression %j, nor does the package cron', (cron) => {
    expect(CronTime.validateCronExpression(cron).valid).toBe(false);
    expect(problemsOf({ ...NUMBERS, cron })).toEqual([
      {
        option: 'inbox.cron',
        variable: 'PAYAMSMS_INBOX_CRON',
        problem: 'expected a cron expression of five or six fields, such as */10 * * * * *',
      },
    ]);
  });

  it.each([
    '0 0 31 2 *',
    '0 0 30 2 *',
    '0 0 31 4,6,9,11 *',
    '0 0 0 30,31 feb *',
    '0 0 31 2 0-6',
    '0 0 31 2 */1',
  ])('do not take %j, whose day never comes', (cron) => {
    expect(isPossible(cron)).toBe(false);
    expect(problemsOf({ ...NUMBERS, cron })).toMatchObject([
      { option: 'inbox.cron', problem: expect.stringContaining('none of its months') },
    ]);
  });

  it('take each day and month that come, as the package cron does', () => {
    const day = fc.constantFrom('*', '1', '29', '30', '31', '30,31', '*/15', '28-31', '31/2');
    const month = fc.constantFrom(
      '*',
      '2',
      '4',
      'feb',
      '2,4',
      '4,6',
      '2,3',
      '*/2',
      '2-4',
      'apr,jun',
    );
    const weekday = fc.constantFrom('*', '1', '0-6', '*/2', 'mon', '0-7');
    fc.assert(
      fc.property(day, month, weekday, (...fields) => {
        const cron = `0 0 ${fields.join(' ')}`;
        expect([cron, isTaken(cron)]).toEqual([cron, isPossible(cron)]);
      }),
      { numRuns: 300 },
    );
  });

  it.each([10, new Date(0), {}])('take no %j for a cron expression', (cron) => {
    expect(problemsOf({ ...NUMBERS, cron })).toMatchObject([{ option: 'inbox.cron' }]);
  });

  it.each([
    ['numbers', [[], ['x'], '2000123,,', 'my line', 7, {}]],
    ['maxAttempts', [0, 101, 1.5, 'many']],
    ['overlapMs', [-1, 2 ** 31, '1m']],
    ['handlerTimeoutMs', [0, 2 ** 31, NaN]],
  ])('have a wrong %s', (option, values) => {
    for (const value of values) {
      expect(problemsOf({ ...NUMBERS, [option]: value })).toMatchObject([
        { option: `inbox.${option}`, variable: expect.stringMatching(/^PAYAMSMS_INBOX_/) },
      ]);
    }
  });

  it('know no other options', () => {
    expect(problemsOf({ ...NUMBERS, number: '2000123' })).toMatchObject([
      { option: 'inbox.number' },
    ]);
  });
});
