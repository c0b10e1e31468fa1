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
const RANGE = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/0*[1-9]\d*)?$/;

/**
 * What the package `cron` takes, which `@nestjs/schedule` brings. It is checked here, because that
 * package is optional and would tell only when the app has bootstrapped.
 */
export const cronExpression: Reader<string> = (given) =>
  typeof given === 'string' && isCron(given.trim().toLowerCase())
    ? { value: given.trim() }
    : { problem: 'expected a cron expression of five or six fields, such as */10 * * * * *' };

function isCron(text: string): boolean {
  if (PRESET.test(text)) return true;
  // The value of a name is within its field in each case but one, where it is cron's to refuse.
  const fields = text.replace(NAME, '1').split(/\s+/);
  if (fields.length !== 5 && fields.length !== 6) return false;
  const limits = FIELDS.slice(FIELDS.length - fields.length);
  return fields.every((field, index) => isField(field, limits[index]!));
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
