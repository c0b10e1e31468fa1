import { expect, it } from '@jest/globals';
import { getPayamSmsToken, SmsService } from '../lib/index.js';

it('the token of a service does not change when a minifier renames its class', () => {
  const token = Symbol.for('nestjs-payamsms:marketing:SmsService');
  expect(getPayamSmsToken(SmsService, 'marketing')).toBe(token);
  const name = Object.getOwnPropertyDescriptor(SmsService, 'name')!;
  try {
    Object.defineProperty(SmsService, 'name', { ...name, value: 'e' });
    expect(getPayamSmsToken(SmsService, 'marketing')).toBe(token);
  } finally {
    Object.defineProperty(SmsService, 'name', name);
  }
});

it('a class that is none of the services has no token', () => {
  expect(() => getPayamSmsToken(Date as never, 'marketing')).toThrow(
    /^An account has the services AuthService, .* and no other$/,
  );
});
