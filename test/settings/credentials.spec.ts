import { describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import { someSettings } from '../support/settings.js';

describe('credentials', () => {
  const settings = someSettings();

  it('cannot be seen in settings that are logged', () => {
    const basic = settings.credentials.basicAuthorization().slice('Basic '.length);
    const looks = [
      inspect(settings, { depth: 9, showHidden: true }),
      JSON.stringify(settings),
      JSON.stringify({ ...settings.credentials }),
    ];
    for (const look of looks) {
      expect(look).not.toContain('hush');
      expect(look).not.toContain(basic);
    }
  });

  it('cannot be changed through what they hand out', () => {
    settings.credentials.account().password = 'other';
    expect(settings.credentials.account().password).toBe('hush-password');
  });
});
