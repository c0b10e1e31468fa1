import { tzOffset } from '@date-fns/tz/tzOffset';
import { FIRST_GREGORIAN_YEAR } from '../settings/calendar.js';

const DATE_TIME = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.\d+)?$/;
/** A year of the Jalali calendar, as it is now and was for a hundred years. */
const JALALI = /^1[34]\d\d-\d\d-\d\d[ T]/;

/** Whether a text is a date of the other calendar: then it is all dates that are read wrongly. */
export const isJalali = (text: string): boolean => JALALI.test(text);

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Since 1973 no zone has changed its offset but on a full minute. */
const LAST_ODD_CHANGE_MS = Date.UTC(1973, 0);
const MAX_OFFSETS = 1_000;

/** The service's `yyyy-MM-dd HH:mm:ss`, which names neither calendar nor zone (guide 5, 6.2). */
export class WireTime {
  /** By minutes since 1970. */
  readonly #offsets = new Map<number, number>();

  constructor(private readonly timeZone: string) {}

  /** `undefined` for what has no four-digit year. The part below a second is dropped. */
  format(date: Date): string | undefined {
    const wallMs = date.getTime() + this.#offsetMs(date.getTime());
    if (Number.isNaN(wallMs)) return undefined;
    const wall = new Date(wallMs);
    const year = wall.getUTCFullYear();
    if (!(year >= FIRST_GREGORIAN_YEAR && year <= 9999)) return undefined;
    return wall.toISOString().slice(0, 19).replace('T', ' ');
  }

  /**
   * `undefined` for what is no Gregorian date and time. An hour that the clocks repeat is taken
   * as its first run; one that they skip, as the hour after.
   */
  parse(text: string): Date | undefined {
    const match = DATE_TIME.exec(text);
    if (!match) return undefined;
    const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as Fields;
    const wallMs = Date.UTC(year, month - 1, day, hour, minute, second);
    const wall = new Date(wallMs).toISOString();
    // Date.UTC rolls a 31st of June over to July; the text must come back unchanged.
    if (year < FIRST_GREGORIAN_YEAR || wall.slice(0, 10) !== text.slice(0, 10)) return undefined;
    if (wall.slice(11, 19) !== text.slice(11, 19)) return undefined;

    const before = this.#offsetMs(wallMs - DAY_MS);
    const earlier = wallMs - before;
    if (this.#offsetMs(earlier) === before) return new Date(earlier);
    const after = this.#offsetMs(wallMs + DAY_MS);
    const later = wallMs - after;
    return new Date(this.#offsetMs(later) === after ? later : earlier);
  }

  /** Asked once for each minute: asking takes longer than all else that is done for a date. */
  #offsetMs(instantMs: number): number {
    if (!(instantMs > LAST_ODD_CHANGE_MS)) return this.#askOffsetMs(instantMs);
    const minute = Math.floor(instantMs / MINUTE_MS);
    const known = this.#offsets.get(minute);
    if (known !== undefined) return known;
    const offsetMs = this.#askOffsetMs(instantMs);
    if (this.#offsets.size >= MAX_OFFSETS) this.#offsets.clear();
    this.#offsets.set(minute, offsetMs);
    return offsetMs;
  }

  #askOffsetMs(instantMs: number): number {
    // The offset of most zones changes on minutes; only old local times have seconds.
    return Math.round(tzOffset(this.timeZone, new Date(instantMs)) * MINUTE_MS);
  }
}

type Fields = [number, number, number, number, number, number];
