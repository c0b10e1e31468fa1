import { describe, expect, it } from '@jest/globals';
import { toInternational } from '../../lib/simulator/text/phone-number.js';
import { foldPersian } from '../../lib/simulator/text/persian.js';

describe('numbers as people write them', () => {
  it.each([
    '989121234567',
    '+989121234567',
    '00989121234567',
    '09121234567',
    '9121234567',
    '0912 123 45 67',
    '(0912) 123-4567',
    '۰۹۱۲۱۲۳۴۵۶۷',
    '٠٩١٢١٢٣٤٥٦٧',
    '\u200e+98\u00a0912\u200c123\u206945\ufeff67',
  ])('%s', (written) => {
    expect(toInternational(written)).toBe('989121234567');
  });

  it('short lines get the country code', () => {
    expect(toInternational('2000123')).toBe('982000123');
    expect(toInternational('982000123')).toBe('982000123');
  });
});

describe('texts made comparable', () => {
  it('takes ي for ی, ك for ک and all digits for Latin ones', () => {
    expect(foldPersian('كد يك: ۱۲۳ ٤٥٦ 789')).toBe('کد یک: 123 456 789');
  });
});
