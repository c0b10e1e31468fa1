import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { encodeJson } from '../../lib/simulator/wire/json.js';
import { WallClock } from '../../lib/simulator/wire/wall-clock.js';

describe('JSON on the wire', () => {
  it('writes a bigint with every digit', () => {
    expect(encodeJson([{ id: 9_223_372_036_854_775_807n }])).toBe('[{"id":9223372036854775807}]');
  });

  it('leaves out what is undefined', () => {
    expect(encodeJson({ a: undefined, b: null })).toBe('{"b":null}');
  });

  it('is otherwise JSON.stringify', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(encodeJson(value as Parameters<typeof encodeJson>[0])).toBe(JSON.stringify(value));
      }),
    );
  });
});

describe('dates on the wire', () => {
  const tehran = new WallClock('Asia/Tehran');

  it('are in Tehran, half an hour off the hour', () => {
    expect(tehran.format(new Date('2025-03-20T20:30:00Z'))).toBe('2025-03-21 00:00:00');
    expect(tehran.parse('2025-03-21 00:00:00')).toEqual(new Date('2025-03-20T20:30:00Z'));
  });

  it('know the daylight saving that Iran had until 2022', () => {
    expect(tehran.format(new Date('2021-07-01T00:00:00Z'))).toBe('2021-07-01 04:30:00');
    expect(tehran.parse('2021-07-01 04:30:00')).toEqual(new Date('2021-07-01T00:00:00Z'));
  });

  it('may be in a zone given by its offset', () => {
    const newfoundland = new WallClock('-02:30');
    expect(newfoundland.format(new Date('2025-01-01T00:00:00Z'))).toBe('2024-12-31 21:30:00');
    expect(newfoundland.parse('2024-12-31 21:30:00')).toEqual(new Date('2025-01-01T00:00:00Z'));
  });

  it('may be in UTC', () => {
    expect(new WallClock('UTC').format(new Date('2025-01-01T00:00:00Z'))).toBe(
      '2025-01-01 00:00:00',
    );
  });

  it('may be Jalali', () => {
    const newYear = new Date('2025-03-20T20:30:00Z');
    expect(tehran.format(newYear, 'jalali')).toBe('1404-01-01 00:00:00');
  });

  it('come back as the second they were', () => {
    const seconds = fc.integer({ min: 0, max: 4_102_444_800 });
    fc.assert(
      // Not the hour that comes twice when a clock is put back: it stands for two instants.
      fc.property(fc.constantFrom('UTC', '+03:30', '-11:00'), seconds, (timeZone, second) => {
        const clock = new WallClock(timeZone);
        const instant = new Date(second * 1_000);
        expect(clock.parse(clock.format(instant))).toEqual(instant);
      }),
    );
  });

  it.each(['', '2025-02-30 00:00:00', '2025-01-01T00:00:00', '2025-01-01', '1404-01-01 00:00:00'])(
    'are not %j',
    (text) => {
      expect(tehran.parse(text)).toBeUndefined();
    },
  );

  it.each([
    ['+03:30', '1700-01-01 00:00:00'],
    ['-01:00', '9999-12-31 23:59:59'],
  ])('in %s are not %s, which has no year from 1700 to 9999 in UTC', (timeZone, text) => {
    expect(new WallClock(timeZone).parse(text)).toBeUndefined();
    expect(new WallClock('UTC').parse(text)).toBeDefined();
  });

  it('refuse a zone that does not exist', () => {
    expect(() => new WallClock('Asia/Nowhere')).toThrow(RangeError);
  });
});
