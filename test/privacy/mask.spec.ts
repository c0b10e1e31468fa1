import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { maskNumbers } from '../../lib/privacy/mask.js';

const inDigitsOf = (zero: string) => (digits: string) =>
  digits.replace(/\d/g, (digit) => String.fromCharCode(zero.charCodeAt(0) + Number(digit)));

describe('maskNumbers', () => {
  it.each([
    ['989121234567', '98912***67'],
    ['0912 123 45', '0912 123 45'],
    ['1234567', '12***67'],
    ['12345678', '123***78'],
    ['123456', '123456'],
    ['the number 09121234567 is wrong', 'the number 09121***67 is wrong'],
    ['09121234567,09121234568', '09121***67,09121***68'],
    ['۰۹۱۲۱۲۳۴۵۶۷', '۰۹۱۲۱***۶۷'],
    ['٠٩١٢١٢٣٤٥٦٧', '٠٩١٢١***٦٧'],
    ['', ''],
    ['call 0912 123 4567 now', 'call 09121***67 now'],
    ['0912-123-45-67', '09121***67'],
    ['+98-912-123-4567', '+98912***67'],
    ['+98 (0)912 123 4567', '+98091***67'],
    ['0098 912 1234567', '00989***67'],
    ['(0912) 123.4567', '(09121***67'],
    ['98 912 123 4567', '98912***67'],
    ['912 123 4567', '91212***67'],
    ['021 8888 7777', '02188***77'],
    ['+1 415 555 2671', '+14155***71'],
    ['۰۹۱۲ ۱۲۳ ۴۵۶۷', '۰۹۱۲۱***۶۷'],
    ['0912\u200c123\u200c4567', '09121***67'],
    ['0912 123 4567 0935-765-4321', '09121***67 09357***21'],
    ['"to":"0912 123 4567","in":3', '"to":"09121***67","in":3'],
    ['attempt 7 0912 123 4567', 'attempt 7 09121***67'],
    ['\u061c٠٩١٢\u061c١٢٣\ufffc٤٥٦٧', '\u061c٠٩١٢١***٦٧'],
    ['۰۹۱۲ـ۱۲۳ـ۴۵۶۷', '۰۹۱۲۱***۶۷'],
    ['０９１２　１２３　４５６７', '０９１２１***６７'],
    ['＋98 912 123 4567', '+98912***67'],
    ['0912[123]4567', '09121***67'],
  ])('turns %j into %j', (given, masked) => {
    expect(maskNumbers(given)).toBe(masked);
  });

  it.each([
    'failed 3 times, 10 of 20, after 1500 ms',
    'text 123456 came after text 123457',
    '2026-11-25T03:46:38',
    '2026-11-25T03:46:38.123Z',
    '2026-11-25 03:46:38.123+03:30',
    '1405/09/04 09:12:12',
    '2026-09-12 09:12:34 pid 4567 id 98',
    '[Nest] 91234 - 11/25/2026, 3:46:38 AM',
    '10 20 30 40 50 60 70',
    '0 1 2 3 4 5 6 7 8 9 10 11 12',
    '0123 4 5 6 7 8 9 1',
    'waits of 0 12 15 30 45 60 s',
    '0, 912, 123, 4567',
    '192.168.100.200:5432',
    'line 98 of 912: 123456 + 78',
    '900 800 7000 60',
    'code 4821 5 10 15 20 25',
    '1 000 000 000 rials',
    '+10 20 30 40',
    'id 12345 and then 67890',
  ])('leaves %j as it is', (prose) => {
    expect(maskNumbers(prose)).toBe(prose);
  });

  const script = fc.constantFrom(...['0', '۰', '٠'].map(inDigitsOf));
  const word = fc.constantFrom('to', 'شماره', 'failed', '(', '"', ':', '=', 'id 7:', '#12,', '\n');

  it('hides a mobile in whatever groups it is written, and wherever', () => {
    const start = fc.constantFrom('0', '+98', '+98 ', '+98-', '0098 ', '98-', '+98 (0)', '');
    const rest = fc.stringMatching(/^\d{7}$/);
    const gap = fc.constantFrom('', ' ', '-', '.', ' - ', '\u200c', '\xa0', '–', ') ', '/');
    const ends = fc.constantFrom('12', '35', '01', '90');
    fc.assert(
      fc.property(
        fc.tuple(start, ends, rest, gap, gap, gap),
        fc.tuple(word, word, script),
        ([prefix, code, digits, ...gaps], [before, after, write]) => {
          const groups = [digits.slice(0, 3), digits.slice(3, 5), digits.slice(5)];
          const number = `${prefix}9${code}${groups.map((group, i) => `${gaps[i]!}${group}`).join('')}`;
          const shown = maskNumbers(`${before} ${write(number)} ${after}`);
          expect(shown).toContain('***');
          expect(shown).not.toContain(write(digits.slice(3, 5) + gaps[2] + digits.slice(5)));
          expect(shown).not.toContain(write(digits.slice(0, 3) + gaps[1] + digits.slice(3, 5)));
        },
      ),
    );
  });

  it('leaves dates and times as they are, in every script and whatever stands beside them', () => {
    const dates = fc.date({
      min: new Date('1300-01-01T00:00:00Z'),
      max: new Date('2999-12-31T23:59:59Z'),
      noInvalidDate: true,
    });
    const shapes = fc.constantFrom(
      (iso: string) => iso,
      (iso: string) => iso.slice(0, 19),
      (iso: string) => iso.slice(0, 10),
      (iso: string) => iso.slice(0, 19).replace('T', ' '),
      (iso: string) => iso.slice(0, 16).replace('T', ' '),
      (iso: string) => iso.slice(0, 19).replaceAll('-', '/').replace('T', ' '),
      (iso: string) => `${iso.slice(0, 23)}+03:30`,
    );
    fc.assert(
      fc.property(dates, shapes, fc.tuple(word, word, script), (date, shape, beside) => {
        const [before, after, write] = beside;
        const prose = `${before} ${write(shape(date.toISOString()))} ${after}`;
        expect(maskNumbers(prose)).toBe(prose);
      }),
    );
  });

  it('leaves ids of fewer than seven digits as they are among words', () => {
    const ids = fc.stringMatching(/^\d{1,6}$/);
    const words = fc.constantFrom('and', 'of', 'came after', 'و', 'pid', ',', ':', 'ms,');
    fc.assert(
      fc.property(fc.array(fc.tuple(ids, words), { maxLength: 8 }), (pairs) => {
        const prose = pairs.map((pair) => pair.join(' ')).join(' ');
        expect(maskNumbers(prose)).toBe(prose);
      }),
    );
  });

  it('gets through texts that are made to slow it down', () => {
    for (const hostile of ['0912 ', '98 ', '+ ', '0 ', '9-', '00', '(((', '09 ']) {
      const text = hostile.repeat(100_000);
      expect(maskNumbers(text).length).toBeLessThanOrEqual(text.length);
    }
  });

  it('hides at least three digits of every run of seven or more', () => {
    const run = fc.string({ unit: fc.constantFrom(...'0123456789۰۹٠٩'), minLength: 7 });
    fc.assert(
      fc.property(run, (digits) => {
        const shown = maskNumbers(digits).replace('***', '');
        expect(shown.length).toBeLessThanOrEqual(digits.length - 3);
      }),
    );
  });
});
