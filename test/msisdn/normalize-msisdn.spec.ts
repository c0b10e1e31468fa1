import { describe, expect, it } from '@jest/globals';
import { PayamSmsRejectedError } from '../../lib/errors/rejected.error.js';
import { isRecipient, normalizeMsisdn, toMsisdn } from '../../lib/msisdn/normalize-msisdn.js';

const errorOf = (number: unknown): unknown => {
  try {
    return normalizeMsisdn(number as string);
  } catch (error) {
    return error;
  }
};

const digits = (text: string): string => text.replace(/[^0-9۰-۹٠-٩]/g, '');

describe('normalizeMsisdn', () => {
  it.each([
    ['09121234567'],
    ['9121234567'],
    ['989121234567'],
    ['+989121234567'],
    ['00989121234567'],
    ['+9809121234567'],
    ['۰۹۱۲۱۲۳۴۵۶۷'],
    ['٠٩١٢١٢٣٤٥٦٧'],
    ['+۹۸ ٩١٢ 123 ۴۵۶۷'],
    ['0912 123 4567'],
    ['0912-123-45-67'],
    ['(0912) 123.4567'],
    ['0912–123—4567'],
    ['\t 09121234567 \n'],
    ['0912\u00a0123\u00a04567'],
    ['\u200e+98 912 123 4567\u200f'],
    ['\u202a+98\u202c9121234567'],
    ['\u20660912\u20691234567'],
    ['\ufeff0912\u200c123\u200d4567'],
    ['\u061c09121234567'],
    ['\u061c٠٩١٢١٢٣٤٥٦٧'],
    [
      `\u061c${new Intl.NumberFormat('ar-EG', { useGrouping: false, minimumIntegerDigits: 11 }).format(9121234567)}`,
    ],
    ['0912\ufffc123\u034f4567'],
    ['0912\ufe0f1234567\u{e0020}'],
    ['0912\u3164123\u28004567'],
    ['0912\u0000\u00adـ1234567'],
    ['۰۹۱۲ـ۱۲۳ـ۴۵۶۷'],
    ['0912/123/4567'],
    ['0912\uff0f1234567'],
    ['0912.123.4567'],
    ['[0912] 123 4567'],
    ['（０９１２）１２３－４５６７'],
    ['＋９８９１２１２３４５６７'],
    ['+98/912/1234567'],
  ])('reads the mobile %j', (given) => {
    expect(normalizeMsisdn(given)).toBe('989121234567');
  });

  it.each([
    ['a landline with its area code', '021 8812 3456', '982188123456'],
    ['a landline without the trunk 0', '2188123456', '982188123456'],
    ['a landline with +98', '+98 21 8812 3456', '982188123456'],
    ['a landline with 0098', '0098-21-88123456', '982188123456'],
    ['a short landline', '021 1234', '98211234'],
    ['a sender line', '20001234', '9820001234'],
    ['a sender line with 98', '9820001234', '9820001234'],
    ['a sender line with +98', '+98 1000 1234', '9810001234'],
    ['a sender line with 0098', '009830004554', '9830004554'],
    ['a sender line in Persian digits', '۵۰۰۰۴۰۰۰۱', '98500040001'],
    ['a line of four digits', '1000', '981000'],
    ['a long line', '100012345678901234', '98100012345678901234'],
    ['a 9000 line', '90001234', '9890001234'],
    ['a 9000 line with 98', '9890001234', '9890001234'],
  ])('reads %s', (_, given, normalized) => {
    expect(normalizeMsisdn(given)).toBe(normalized);
  });

  it.each([
    ['nothing', ''],
    ['blanks', '   '],
    ['invisible marks', '\u200e\u200f'],
    ['words', 'سلام'],
    ['a name', 'Irancell'],
    ['the country code alone', '+98'],
    ['a mobile with a digit less', '0912123456'.slice(0, -1)],
    ['a mobile with a digit more', '091212345678'],
    ['a mobile with a digit more and the country code', '9891212345678'],
    ['another country', '+14155552671'],
    ['another country with 00', '004915112345678'],
    ['a plus in the middle', '0912+1234567'],
    ['two pluses', '++989121234567'],
    ['letters among the digits', '0912123456a'],
    ['two with a slash', '09121234567/09351234567'],
    ['zeros', '00000000000'],
    ['digits of a script that is neither', '०९१२१२३४५६७'],
    ['three digits', '110'],
    ['a line that is too long', '1'.repeat(19)],
  ])('refuses %s with E43', (_, given) => {
    expect(errorOf(given)).toMatchObject({
      name: 'PayamSmsRejectedError',
      code: 'E43',
      local: true,
    });
    expect(toMsisdn(given)).toBeUndefined();
  });

  it.each([[undefined], [null], [9_121_234_567], [{}], [['09121234567']], [true]])(
    'refuses %p, which is no text, with E43',
    (given) => {
      expect(errorOf(given)).toBeInstanceOf(PayamSmsRejectedError);
      expect(errorOf(given)).toMatchObject({ code: 'E43' });
    },
  );

  it('says what a number looks like', () => {
    expect(() => normalizeMsisdn('123')).toThrow(
      "E43: The recipient's number is invalid: expected an Iranian number such as 09121234567",
    );
  });

  it.each([
    ['plain', '+989121234567890'],
    ['with blanks', '+1 415 555 2671'],
    ['with dashes', '0912-345-67890'],
    ['with two slashes', '0912/1234567/8901'],
    ['in Persian digits', '۰۹۱۲ ۳۴۵ ۶۷۸۹۰'],
    ['of seven digits', '0912345'],
  ])('shows no whole number: one %s', (_, given) => {
    const { message } = errorOf(given) as Error;
    const shown = digits(message.slice(message.lastIndexOf('got ')));
    expect(shown.length).toBeLessThan(digits(given).length);
  });

  it('shows no text that was given in place of a number', () => {
    expect((errorOf('Dear Sara, come at once') as Error).message).not.toContain('Sara');
  });
});

describe('isRecipient', () => {
  it.each(['989121234567', '982188123456'])('takes %s', (msisdn) => {
    expect(isRecipient(msisdn)).toBe(true);
  });

  it.each(['9820001234', '981000', '980121234567', '9891212345678', ''])(
    'does not take %j, which no text can reach',
    (msisdn) => {
      expect(isRecipient(msisdn)).toBe(false);
    },
  );
});

const LOCALES =
  'ar-EG fa-IR fa ur ur-IN ckb ps ks sd uz-Arab pa-Arab ar he en en-IN de fr de-CH es pl';

describe('a number that Intl has written', () => {
  it.each(LOCALES.split(' '))('is read, with marks of thousands and without: %s', (locale) => {
    const format = (options: Intl.NumberFormatOptions, number: number) =>
      new Intl.NumberFormat(locale, options).format(number);
    const written = [
      format({}, 9121234567),
      format({ minimumIntegerDigits: 11 }, 9121234567),
      format({ useGrouping: false }, 989121234567),
      format({ signDisplay: 'always' }, 989121234567),
      format({ signDisplay: 'always', useGrouping: false }, 989121234567),
    ];
    expect(written.map(toMsisdn)).toEqual(written.map(() => '989121234567'));
  });
});

it('a number is read with whatever stands in it unseen', () => {
  const unseen = /[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Z}\p{Cc}\p{Pd}\ufffc]/u;
  const refused: string[] = [];
  for (let code = 0; code <= 0x10ffff; code++) {
    const mark = String.fromCodePoint(code);
    if (!unseen.test(mark)) continue;
    if (toMsisdn(`${mark}0912${mark}1234567${mark}`) !== '989121234567') {
      refused.push(code.toString(16));
    }
  }
  expect(refused).toEqual([]);
});

describe('a number out of a link or a sheet', () => {
  it.each([
    'tel:+98-912-123-4567',
    'TEL:09121234567',
    '="09121234567"',
    "'09121234567",
    '"0912 123 4567"',
    '«۰۹۱۲۱۲۳۴۵۶۷»',
    '09121234567,',
    '0912،1234567',
    '0912\u22151234567',
    '0912\u06d41234567',
  ])('is read: %j', (given) => {
    expect(toMsisdn(given)).toBe('989121234567');
  });

  it.each([
    '30004554.0',
    '1000.0',
    '9121234567.0',
    '989121234567.00',
    '\u200e۳۰۰۰۴۵۵۴.۰\n',
    '9.121234567E+9',
    '9.12123e+09',
    '989121234567e0',
    '۹٫۱۲۱۲e۹',
  ])('with a fraction or an exponent is none, and the error says so: %j', (given) => {
    expect(errorOf(given)).toMatchObject({
      code: 'E43',
      message: expect.stringContaining('a fraction or an exponent'),
    });
  });

  it('as a number is none, and the error says what to give', () => {
    expect(errorOf(9_121_234_567)).toMatchObject({
      message: expect.stringContaining('give a text'),
    });
  });
});

describe('what is written with slashes, and one number', () => {
  it.each([
    ['021/8888/1234', '982188881234'],
    ['021/88881234', '982188881234'],
    ['98/21/8888/1234', '982188881234'],
    ['0912/1234/567', '989121234567'],
  ])('is read: %s', (given, msisdn) => {
    expect(toMsisdn(given)).toBe(msisdn);
  });
});

describe('what may be two numbers', () => {
  it.each([
    '09121234567/09351234567',
    '3000/4000',
    '9121234567/9351234567',
    '021-88881234/5',
    '3000\uff0f4000',
    '09121234567,09351234567',
    '09121234567، 09351234567',
    '3000،4000',
    '3000/5',
    '1403/05/12',
    '0912 1234567 / 0935 7654321',
    '09121234567 09351234567',
    '09121234567\n09351234567',
    '09121234567 - 09351234567',
  ])('are none, and the error says so: %j', (given) => {
    expect(toMsisdn(given)).toBeUndefined();
    expect(errorOf(given)).toMatchObject({
      message: expect.stringContaining('more than one number'),
    });
  });
});
