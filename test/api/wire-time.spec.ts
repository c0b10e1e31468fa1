import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { WireTime } from '../../lib/api/wire-time.js';

const tehran = new WireTime('Asia/Tehran');
const newYork = new WireTime('America/New_York');

const iso = (time: WireTime, text: string): string | undefined => time.parse(text)?.toISOString();

describe('times of the service', () => {
  it('are Tehran time, three and a half hours ahead', () => {
    expect(iso(tehran, '2025-03-21 00:00:00')).toBe('2025-03-20T20:30:00.000Z');
    expect(tehran.format(new Date('2025-03-20T20:30:00Z'))).toBe('2025-03-21 00:00:00');
  });

  it('have no summer time in Tehran since 2022, and had it before', () => {
    expect(iso(tehran, '2025-07-01 12:00:00')).toBe('2025-07-01T08:30:00.000Z');
    expect(iso(tehran, '2021-07-01 12:00:00')).toBe('2021-07-01T07:30:00.000Z');
  });

  it('are of the zone that is set', () => {
    expect(iso(new WireTime('UTC'), '2025-07-01 12:00:00')).toBe('2025-07-01T12:00:00.000Z');
    expect(iso(newYork, '2025-07-01 12:00:00')).toBe('2025-07-01T16:00:00.000Z');
    expect(iso(new WireTime('Asia/Kathmandu'), '2025-07-01 12:00:00')).toBe(
      '2025-07-01T06:15:00.000Z',
    );
  });

  it('move to the hour after where the clocks skip one', () => {
    expect(iso(newYork, '2025-03-09 01:59:59')).toBe('2025-03-09T06:59:59.000Z');
    expect(iso(newYork, '2025-03-09 02:30:00')).toBe('2025-03-09T07:30:00.000Z');
    expect(iso(newYork, '2025-03-09 03:00:00')).toBe('2025-03-09T07:00:00.000Z');
    expect(iso(tehran, '2021-03-22 00:30:00')).toBe('2021-03-21T21:00:00.000Z');
  });

  it('are of the first run where the clocks repeat an hour', () => {
    expect(iso(newYork, '2025-11-02 00:59:59')).toBe('2025-11-02T04:59:59.000Z');
    expect(iso(newYork, '2025-11-02 01:30:00')).toBe('2025-11-02T05:30:00.000Z');
    expect(iso(newYork, '2025-11-02 02:00:00')).toBe('2025-11-02T07:00:00.000Z');
    expect(iso(tehran, '2021-09-21 23:30:00')).toBe('2021-09-21T19:00:00.000Z');
  });

  it('stay right where a zone skips a whole day', () => {
    const apia = new WireTime('Pacific/Apia');
    expect(iso(apia, '2011-12-29 23:59:59')).toBe('2011-12-30T09:59:59.000Z');
    expect(iso(apia, '2011-12-31 00:00:00')).toBe('2011-12-30T10:00:00.000Z');
  });

  it('may have a T, or parts of a second, which are dropped', () => {
    expect(iso(tehran, '2025-03-21T00:00:00')).toBe('2025-03-20T20:30:00.000Z');
    expect(iso(tehran, '2025-03-21 00:00:00.987')).toBe('2025-03-20T20:30:00.000Z');
    expect(tehran.format(new Date('2025-03-20T20:30:00.999Z'))).toBe('2025-03-21 00:00:00');
  });

  it.each([
    ['Jalali', '1404-01-01 00:00:00'],
    ['Jalali', '1699-12-31 23:59:59'],
    ['of a 31st of June', '2025-06-31 00:00:00'],
    ['of a 29th of February in a common year', '2025-02-29 00:00:00'],
    ['of a 13th month', '2025-13-01 00:00:00'],
    ['of a month 0', '2025-00-01 00:00:00'],
    ['of an hour 24', '2025-01-01 24:00:00'],
    ['of a minute 60', '2025-01-01 00:60:00'],
    ['of a second 60', '2025-01-01 00:00:60'],
    ['without seconds', '2025-01-01 00:00'],
    ['without a time', '2025-01-01'],
    ['with a zone', '2025-01-01 00:00:00Z'],
    ['with slashes', '2025/01/01 00:00:00'],
    ['in Persian digits', '۲۰۲۵-۰۱-۰۱ ۰۰:۰۰:۰۰'],
    ['nothing', ''],
  ])('are none when %s: %j', (_, text) => {
    expect(tehran.parse(text)).toBeUndefined();
  });

  it('take the 29th of February of a leap year', () => {
    expect(iso(tehran, '2024-02-29 03:30:00')).toBe('2024-02-29T00:00:00.000Z');
  });

  it.each([
    ['is none', new Date(NaN)],
    ['is of the year 1404', new Date('1404-01-01T00:00:00Z')],
    ['has five digits of a year', new Date('+010000-01-02T00:00:00Z')],
    ['has five digits of a year in Tehran alone', new Date('9999-12-31T23:00:00Z')],
  ])('cannot be made of a date that %s', (_, date) => {
    expect(tehran.format(date)).toBeUndefined();
  });

  // Goose Bay changed its clocks a minute after midnight, Monrovia by 44 minutes and 30 seconds.
  it.each([
    ['Asia/Tehran', '2021-09-21T19:30:00Z'],
    ['America/New_York', '2025-11-02T06:00:00Z'],
    ['America/Goose_Bay', '1987-10-25T03:01:00Z'],
    ['Africa/Monrovia', '1972-01-07T00:44:30Z'],
  ])('change in %s when its clocks do, at %s', (zone, change) => {
    const time = new WireTime(zone);
    for (let secondsLater = -90; secondsLater <= 90; secondsLater++) {
      const date = new Date(Date.parse(change) + secondsLater * 1000);
      expect(time.format(date)).toBe(new WireTime(zone).format(date));
    }
  });

  it.each(['Asia/Tehran', 'UTC', 'Asia/Kathmandu', 'America/New_York', 'Pacific/Apia'])(
    'come back as they went out, but for an hour that is repeated: %s',
    (zone) => {
      const time = new WireTime(zone);
      const seconds = fc.integer({ min: 0, max: Date.UTC(2100, 0) / 1000 });
      fc.assert(
        fc.property(seconds, (second) => {
          const date = new Date(second * 1000);
          const text = time.format(date)!;
          const back = time.parse(text)!;
          expect(time.format(back)).toBe(text);
          expect(date.getTime() - back.getTime()).toBeGreaterThanOrEqual(0);
          expect(date.getTime() - back.getTime()).toBeLessThanOrEqual(3_600_000);
        }),
        { numRuns: 500 },
      );
    },
  );

  it('come back the same in Tehran, at any second since summer time ended', () => {
    const seconds = fc.integer({ min: Date.UTC(2023, 0) / 1000, max: Date.UTC(2100, 0) / 1000 });
    fc.assert(
      fc.property(seconds, (second) => {
        const date = new Date(second * 1000);
        expect(tehran.parse(tehran.format(date)!)).toEqual(date);
      }),
      { numRuns: 500 },
    );
  });
});
