import { MAX_TIMER_MS } from '../concurrency/timers.js';
import { toMsisdn } from '../msisdn/normalize-msisdn.js';
import type { InboxStart } from '../payamsms.background-options.js';
import { DEFAULTS } from '../payamsms.options.js';
import { FIRST_GREGORIAN_YEAR } from './calendar.js';
import { cronExpression } from './cron.js';
import type { OptionSource } from './option-source.js';
import { type Reader, wholeNumber } from './readers.js';

export interface InboxSettings {
  /** Normalised, each once. */
  numbers: readonly string[];
  cron: string;
  startFrom: InboxStart;
  maxAttempts: number;
  overlapMs: number;
  handlerTimeoutMs: number;
}

/** `undefined` without numbers: the inbox is off then. */
export function readInbox(source: OptionSource): InboxSettings | undefined {
  const given = source.optional('numbers', numbers);
  const { inbox } = DEFAULTS;
  const rest = {
    cron: source.optional('cron', cronExpression, inbox.cron),
    startFrom: source.optional<InboxStart>('startFrom', inboxStart, inbox.startFrom),
    maxAttempts: source.optional('maxAttempts', wholeNumber(1, 100), inbox.maxAttempts),
    overlapMs: source.optional('overlapMs', wholeNumber(0, MAX_TIMER_MS), inbox.overlapMs),
    handlerTimeoutMs: source.optional(
      'handlerTimeoutMs',
      wholeNumber(1, MAX_TIMER_MS),
      inbox.handlerTimeoutMs,
    ),
  };
  return given && { numbers: given, ...rest };
}

const numbers: Reader<string[]> = (given) => {
  const list: unknown[] = typeof given === 'string' ? entriesOf(given) : Array.of(given).flat();
  const values = list.map((entry) => (lacksComma(entry) ? undefined : toMsisdn(entry)));
  return values.length > 0 && values.every((value) => value !== undefined)
    ? { value: [...new Set(values)] }
    : { problem: "expected the account's numbers, such as 982000123, with commas between them" };
};

const entriesOf = (list: string): string[] => list.trim().split(/\s*[,،;؛\r\n]\s*/);

/** `3000 4000` would be read as one line, and is more likely two. */
function lacksComma(entry: unknown): boolean {
  const pieces = typeof entry === 'string' ? entry.trim().split(/\s+/) : [];
  return pieces.length > 1 && pieces.every((piece) => toMsisdn(piece) !== undefined);
}

const ISO_DATE = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d))?$/;

const inboxStart: Reader<InboxStart> = (given) => {
  const value = typeof given === 'string' ? startOfText(given.trim()) : startOfObject(given);
  return value === undefined
    ? {
        problem:
          'expected unread, now, all, an id, or a Gregorian date such as 2026-03-21T00:00:00+03:30',
      }
    : { value };
};

function startOfText(text: string): InboxStart | undefined {
  if (text === 'unread' || text === 'now' || text === 'all') return text;
  if (/^\d+$/.test(text)) return afterIdOf(text);
  return ISO_DATE.test(text) && isDay(text.slice(0, 10)) ? sinceOf(new Date(text)) : undefined;
}

/** `Date` takes a 31st of February for a day in March. */
const isDay = (date: string): boolean => new Date(date).getUTCDate() === Number(date.slice(-2));

function startOfObject(given: unknown): InboxStart | undefined {
  const { afterId, since, ...rest } = Object(given) as Record<string, unknown>;
  if (Object.keys(rest).length > 0) return undefined;
  if (since === undefined && typeof afterId === 'string') return afterIdOf(afterId);
  return afterId === undefined && since instanceof Date ? sinceOf(since) : undefined;
}

/** The greatest id there is, a Long. */
const MAX_ID = 2n ** 63n - 1n;

/** Ids are compared as the texts they are: leading zeros would put one before all others. */
function afterIdOf(text: string): InboxStart | undefined {
  const id = /^\d{1,50}$/.test(text) ? BigInt(text) : undefined;
  return id !== undefined && id <= MAX_ID ? { afterId: String(id) } : undefined;
}

const sinceOf = (since: Date): InboxStart | undefined =>
  since.getUTCFullYear() >= FIRST_GREGORIAN_YEAR ? { since } : undefined;
