import { FIRST_MS, LAST_MS } from '../clock.js';

const MINUTE_MS = 60_000;

/** The calendar of a date on the wire. */
export type Calendar = 'gregorian' | 'jalali';

/**
 * Instants as the service writes them, `yyyy-MM-dd HH:mm:ss` in one zone (READING row 16).
 * The zone is an IANA name (`Asia/Tehran`) or a fixed offset (`+03:30`).
 */
export class WallClock {
  readonly #offsetMs: (instantMs: number) => number;

  constructor(timeZone: string) {
    this.#offsetMs = fixedOffset(timeZone) ?? zoneOffset(timeZone);
  }

  format(instant: Date, calendar: Calendar = 'gregorian'): string {
    const wall = new Date(instant.getTime() + this.#offsetMs(instant.getTime()));
    const time = wall.toISOString().slice(11, 19);
    const date = calendar === 'jalali' ? jalaliDate(wall) : wall.toISOString().slice(0, 10);
    return `${date} ${time}`;
  }

  /** The instant a Gregorian date stands for, or nothing when it is not a date: 30 February, a Jalali year, another format. */
  parse(text: string): Date | undefined {
    if (!/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text)) return undefined;
    const iso = `${text.replace(' ', 'T')}.000Z`;
    const wall = new Date(iso);
    // Date reads 2025-02-30 as 2 March; a text is a date only if it comes back unchanged.
    if (Number.isNaN(wall.getTime()) || wall.toISOString() !== iso) return undefined;
    const guess = wall.getTime() - this.#offsetMs(wall.getTime());
    const instantMs = wall.getTime() - this.#offsetMs(guess);
    return instantMs >= FIRST_MS && instantMs <= LAST_MS ? new Date(instantMs) : undefined;
  }
}

function fixedOffset(timeZone: string): ((instantMs: number) => number) | undefined {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):(\d{2})$/.exec(timeZone) ?? [];
  if (!sign) return undefined;
  const offsetMs = (Number(hours) * 60 + Number(minutes)) * MINUTE_MS * (sign === '-' ? -1 : 1);
  return () => offsetMs;
}

function zoneOffset(timeZone: string): (instantMs: number) => number {
  const formatter = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  return (instantMs) => {
    const name = formatter
      .formatToParts(instantMs)
      .find((part) => part.type === 'timeZoneName')?.value;
    // 'GMT+03:30'; 'GMT' alone is offset 0; before 1900 there may be seconds, which are left out.
    return fixedOffset(name?.slice(3, 9) ?? '')?.(instantMs) ?? 0;
  };
}

function jalaliDate(wall: Date): string {
  const parts = new Intl.DateTimeFormat('en-u-ca-persian-nu-latn', {
    timeZone: 'UTC',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(wall);
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
}
