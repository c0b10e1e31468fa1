import { expect, it } from '@jest/globals';
import { directionOf } from '../../page/src/text/direction.js';

it.each([
  ['سلام', 'rtl'],
  ['Firoozeh: کد ورود شما ۴۸۲۱۳ است', 'rtl'],
  ['https://firoozeh.example/a/very/long/link سفارش شما رسید', 'rtl'],
  ['OTP 4821 برای ورود', 'rtl'],
  ['שלום', 'rtl'],
  ['Hello', 'ltr'],
  ['Your order with فیروزه has been shipped and will be there soon', 'ltr'],
  ['12345', 'ltr'],
  ['۱۲۳۴۵', 'ltr'],
  ['', 'ltr'],
  ['🎉', 'ltr'],
])('sets %j from %s', (text, direction) => {
  expect(directionOf(text)).toBe(direction);
});
