import type { Reader } from './readers.js';

/** The least and the greatest of each field: second, minute, hour, day, month, day of week. */
const FIELDS = [
  [0, 59],
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
] as const;

const PRESET = /^@(?:yearly|monthly|weekly|daily|hourly|minutely|secondly|weekdays|weekends)$/;
const NAME = /jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|sun|mon|tue|wed|thu|fri|sat/g;
const RANGE = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/0*([1-9]\d*))?$/;

/** Of a leap year, for one comes within the time that the package looks ahead. */
const DAYS_OF_MONTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/**
 * What the package `cron` takes, which `@nestjs/schedule` brings. It is checked here, because that
 * package is optional and would throw only when the app has bootstrapped.
 */
export const cronExpression: Reader<string> = (given) => {
  const text = typeof given === 'string' ? given.trim().toLowerCase() : '';
  if (!isCron(text)) {
    return { problem: 'expected a cron expression of five or six fields, such as */10 * * * * *' };
  }
  return everComes(text)
    ? { value: (given as string).trim() }
    : { problem: 'expected a cron expression whose day comes: none of its months has such a day' };
};

function isCron(text: string): boolean {
  if (PRESET.test(text)) return true;
  // The value of a name is within its field in each case but one, where it is cron's to refuse.
  const fields = text.replace(NAME, '1').split(/\s+/);
  if (fields.length !== 5 && fields.length !== 6) return false;
  const limits = FIELDS.slice(FIELDS.length - fields.length);
  return fields.every((field, index) => isField(field, limits[index]!));
}

/** Whether one of the months has one of the days. A day of the week comes in every month. */
function everComes(text: string): boolean {
  if (PRESET.test(text)) return true;
  const [days, months, weekdays] = text.split(/\s+/).slice(-3) as [string, string, string];
  const ofWeek = valuesOf(weekdays.replace(NAME, '1'), [0, 6]);
  // Where the day of the week is named, it is enough that either comes.
  if (ofWeek.size < 7) return true;
  const named = months.replace(NAME, (name) => String(MONTHS.indexOf(name) + 1));
  return [...valuesOf(named, [1, 12])].some((month) =>
    [...valuesOf(days, [1, 31])].some((day) => day <= (DAYS_OF_MONTHS[month - 1] ?? 0)),
  );
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** The values of a field that is known to be right. */
function valuesOf(field: string, [least, greatest]: readonly [number, number]): Set<number> {
  const values = new Set<number>();
  for (const part of field.split(',')) {
    const [, first, last, step] = RANGE.exec(part)!;
    const from = Number(first ?? least);
    const to = Number(last ?? (first !== undefined && step === undefined ? first : greatest));
    for (let value = from; value <= to; value += Number(step ?? 1)) values.add(value);
  }
  return values;
}

function isField(field: string, [least, greatest]: readonly [number, number]): boolean {
  return field.split(',').every((part) => {
    const match = RANGE.exec(part);
    if (!match) return false;
    const from = Number(match[1] ?? least);
    const to = Number(match[2] ?? match[1] ?? greatest);
    return least <= from && from <= to && to <= greatest;
  });
}
