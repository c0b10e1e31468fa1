import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { NEW_FAULT, toFault } from '../../page/src/controls/fault-draft.js';
import { Heights, itemAt } from '../../page/src/list/heights.js';
import { indented } from '../../page/src/requests/indented.js';
import { dayOf, momentOf, sameDay, shortMoment } from '../../page/src/text/dates.js';
import { measureText } from '../../page/src/text/size.js';

it('indents JSON as JSON.stringify does, whatever it holds', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      expect(indented(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
    }),
  );
});

it('keeps every digit and every key when it indents', () => {
  expect(indented('{"id":9223372036854775807,"id":1}')).toBe(
    '{\n  "id": 9223372036854775807,\n  "id": 1\n}',
  );
  expect(indented('<html>{</html>')).toBe('<html>{</html>');
});

it('finds the item at a position among measured and guessed ones', () => {
  const heights = new Heights(100);
  expect(heights.measure('b', 40)).toBe(-60);
  const tops = heights.tops(['a', 'b', 'c']);
  expect([...tops]).toEqual([0, 100, 140, 240]);
  expect([-10, 0, 99, 100, 139, 140, 1_000].map((at) => itemAt(tops, at))).toEqual([
    0, 0, 0, 1, 1, 2, 2,
  ]);
  expect(itemAt(heights.tops([]), 0)).toBe(0);
});

it('writes dates in both calendars, the reader’s own first, by Tehran’s clock', () => {
  const atMs = Date.parse('2026-03-20T21:00:00Z');
  expect(dayOf(atMs, 'en')).toEqual({ first: '21 March 2026', second: '1 Farvardin 1405' });
  expect(dayOf(atMs, 'fa')).toEqual({ first: '۱ فروردین ۱۴۰۵', second: '۲۱ مارس ۲۰۲۶' });
  expect(momentOf(atMs, 'en')).toBe('21 March 2026 · 1 Farvardin 1405 · 00:30:00');
  expect(sameDay(atMs, Date.parse('2026-03-20T20:00:00Z'))).toBe(false);
  expect(shortMoment(atMs, atMs + 1_000, 'en')).toBe('00:30');
  expect(shortMoment(atMs, atMs + 86_400_000, 'en')).toBe('21 Mar');
});

it('counts the parts of a text and what still fits in the last one', () => {
  expect(measureText('')).toEqual({ encoding: 'GSM-7', parts: 1, left: 160 });
  expect(measureText('€')).toEqual({ encoding: 'GSM-7', parts: 1, left: 158 });
  expect(measureText('سلام')).toEqual({ encoding: 'UCS-2', parts: 1, left: 66 });
  expect(measureText('س'.repeat(71))).toEqual({ encoding: 'UCS-2', parts: 2, left: 63 });
});

it('sets a fault with what its kind heeds, and nothing else', () => {
  expect(toFault(NEW_FAULT)).toEqual({ endpoint: 'send', kind: 'accept-then-drop', times: 1 });
  expect(
    toFault({
      ...NEW_FAULT,
      kind: 'status',
      how: 'chance',
      percent: '25',
      retryAfter: '3',
      accepted: true,
    }),
  ).toEqual({
    endpoint: 'send',
    kind: 'status 503',
    probability: 0.25,
    retryAfter: 3,
    accepted: true,
  });
  const redirect = { ...NEW_FAULT, kind: 'status', how: 'always', status: '302' } as const;
  const elsewhere = { location: ' https://elsewhere.example/ ', retryAfter: ' soon ' };
  expect(toFault({ ...redirect, ...elsewhere })).toEqual({
    endpoint: 'send',
    kind: 'status 302',
    location: 'https://elsewhere.example/',
    retryAfter: 'soon',
  });
  expect(toFault({ ...redirect, ...elsewhere, status: '503' })).not.toHaveProperty('location');
  expect(toFault({ ...NEW_FAULT, kind: 'slow', how: 'always' })).toEqual({
    endpoint: 'send',
    kind: 'slow',
    delayMs: 2_000,
  });
});
