import type { Language } from '../i18n/language.js';

/** The time zone of the service's dates (contract/READING.md, row 16). */
const ZONE = 'Asia/Tehran';

type Calendar = 'jalali' | 'gregorian';

const LOCALES: Readonly<Record<Language, Record<Calendar, string>>> = {
  en: { jalali: 'en-GB-u-ca-persian', gregorian: 'en-GB-u-ca-gregory' },
  fa: { jalali: 'fa-IR-u-ca-persian', gregorian: 'fa-IR-u-ca-gregory' },
};

/** The first calendar is the one that readers of the language use. */
const FIRST: Readonly<Record<Language, Calendar>> = { en: 'gregorian', fa: 'jalali' };

// Making a formatter takes a hundred times as long as using it.
const formatters = new Map<string, Intl.DateTimeFormat>();

function format(locale: string, options: Intl.DateTimeFormatOptions, atMs: number): string {
  const key = locale + JSON.stringify(options);
  let formatter = formatters.get(key);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat(locale, { timeZone: ZONE, ...options });
    formatters.set(key, formatter);
  }
  // English names the Persian era (AP) after the year; a year such as 1405 does not need it.
  const parts = formatter.formatToParts(atMs).filter(({ type }) => type !== 'era');
  return parts
    .map(({ value }) => value)
    .join('')
    .trim();
}

const DAY = { day: 'numeric', month: 'long', year: 'numeric' } as const;
const TIME = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

export const timeOf = (atMs: number, language: Language): string =>
  format(LOCALES[language].gregorian, TIME, atMs);

export const preciseTimeOf = (atMs: number, language: Language): string =>
  format(LOCALES[language].gregorian, { ...TIME, second: '2-digit' }, atMs);

/** A day in both calendars, the reader's own first. */
export function dayOf(atMs: number, language: Language): { first: string; second: string } {
  const jalali = format(LOCALES[language].jalali, DAY, atMs);
  const gregorian = format(LOCALES[language].gregorian, DAY, atMs);
  return FIRST[language] === 'jalali'
    ? { first: jalali, second: gregorian }
    : { first: gregorian, second: jalali };
}

/** A day and its time in both calendars, in one line. */
export function momentOf(atMs: number, language: Language): string {
  const { first, second } = dayOf(atMs, language);
  return `${first} · ${second} · ${preciseTimeOf(atMs, language)}`;
}

/** As short as a list has room for: the time of a text of today, else the day and month. */
export function shortMoment(atMs: number, nowMs: number, language: Language): string {
  if (sameDay(atMs, nowMs)) return timeOf(atMs, language);
  return format(LOCALES[language][FIRST[language]], { day: 'numeric', month: 'short' }, atMs);
}

/** Two times on one day of the service's zone. */
export function sameDay(oneMs: number, otherMs: number): boolean {
  return dayKey(oneMs) === dayKey(otherMs);
}

const dayKey = (atMs: number): string =>
  format('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit' }, atMs);
