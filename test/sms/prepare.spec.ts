import { describe, expect, it, jest } from '@jest/globals';
import { WireTime } from '../../lib/api/wire-time.js';
import { dropDatesThatHaveCome, type Preparation, prepare } from '../../lib/sms/prepare.js';
import type { SmsMessage } from '../../lib/sms/sms.types.js';
import { aMessage, prepared } from '../support/messages.js';
import { SENDER } from '../support/settings.js';

function preparation(changes: Partial<Preparation> = {}): Preparation {
  let made = 0;
  return {
    sender: SENDER,
    time: new WireTime('Asia/Tehran'),
    nextCustomerId: () => `made${made++}`,
    used: new Set(),
    needsOwnId: false,
    ...changes,
  };
}

const PERSIAN_PART = 'س'.repeat(67);

describe('a message that may be sent', () => {
  it('has its numbers normalised, an id made for it and its text to the letter', () => {
    const body = ' كتاب يك\u200c ۱۲ \n';
    expect(prepare(aMessage({ recipient: '۰۹۱۲ ۱۲۳ ۴۵۶۷', body }), 3, preparation())).toEqual({
      status: 'prepared',
      index: 3,
      sender: SENDER,
      recipient: '989121234567',
      body,
      customerId: 'made0',
    });
  });

  it('has the default sender where its own is empty', () => {
    expect(prepare(aMessage({ sender: '' }), 0, preparation())).toMatchObject({ sender: SENDER });
  });

  it('may name a sender of its own, in any form', () => {
    const message = aMessage({ sender: '+98 3000 12' });
    expect(prepare(message, 0, preparation())).toMatchObject({ sender: '98300012' });
    expect(prepare(message, 0, preparation({ sender: undefined }))).toMatchObject({
      status: 'prepared',
    });
  });

  it('may go to a landline', () => {
    expect(prepare(aMessage({ recipient: '021 8812 3456' }), 0, preparation())).toMatchObject({
      status: 'prepared',
      recipient: '982188123456',
    });
  });

  it('may bring an id of its own', () => {
    const message = aMessage({ customerId: 'سفارش-۱۲' });
    expect(prepare(message, 0, preparation())).toMatchObject({ customerId: 'سفارش-۱۲' });
  });

  it('may be for later, in the zone that is set, without parts of a second', () => {
    const sendDate = new Date('2030-01-01T00:00:00.999Z');
    expect(prepare(aMessage({ sendDate }), 0, preparation())).toMatchObject({
      sendDate: '2030-01-01 03:30:00',
    });
    const utc = preparation({ time: new WireTime('UTC') });
    expect(prepare(aMessage({ sendDate }), 0, utc)).toMatchObject({
      sendDate: '2030-01-01 00:00:00',
    });
  });

  it('may have 32 parts', () => {
    const message = aMessage({ body: PERSIAN_PART.repeat(32) });
    expect(prepare(message, 0, preparation())).toMatchObject({ status: 'prepared' });
  });
});

describe('a message that cannot be right', () => {
  it.each<[string, Partial<SmsMessage> | Record<string, unknown>]>([
    ['E43', { recipient: '0912123' }],
    ['E43', { recipient: '' }],
    ['E43', { recipient: undefined }],
    ['E43', { recipient: 9_121_234_567 }],
    ['E43', { recipient: '20001234' }],
    ['E43', { recipient: '+14155552671' }],
    ['E223', { sender: 'my shop' }],
    ['E223', { sender: null }],
    ['E766', { body: '' }],
    ['E766', { body: undefined }],
    ['E766', { body: null }],
    ['E766', { body: 12_345 }],
    ['E211', { body: `${PERSIAN_PART.repeat(32)}س` }],
    ['E211', { body: 'a'.repeat(32 * 153 + 1) }],
    ['INVALID_CUSTOMER_ID', { customerId: '' }],
    ['INVALID_CUSTOMER_ID', { customerId: 'a,b' }],
    ['INVALID_CUSTOMER_ID', { customerId: 'a b' }],
    ['INVALID_CUSTOMER_ID', { customerId: 12 }],
    ['INVALID_CUSTOMER_ID', { customerId: 'x'.repeat(256) }],
    ['INVALID_SEND_DATE', { sendDate: new Date(NaN) }],
    ['INVALID_SEND_DATE', { sendDate: '2030-01-01 00:00:00' }],
    ['INVALID_SEND_DATE', { sendDate: new Date('1404-01-01T00:00:00Z') }],
    ['INVALID_SEND_DATE', { sendDate: new Date('+012025-01-01T00:00:00Z') }],
  ])('is rejected with %s: %j', (code, changes) => {
    expect(prepare({ ...aMessage(), ...changes }, 7, preparation())).toMatchObject({
      status: 'rejected',
      index: 7,
      code,
      description: expect.stringMatching(/\w/),
      local: true,
    });
  });

  it.each([
    [{ recipient: '0912 123 45' }, /expected an Iranian number .*got the digits 0912\*\*\*45/],
    [{ recipient: '09121234567/09351234567' }, /more than one number/],
    [{ recipient: '9121234567.0' }, /a fraction or an exponent/],
    [{ recipient: '20001234' }, /a line, which receives no texts/],
    [{ sender: '3000/4000' }, /expected a line of the account.*more than one number/],
    [{ sender: '30004554.0' }, /a fraction or an exponent/],
  ])('says what is wrong with a number, and what to do: %j', (change, description) => {
    const rejected = prepare(aMessage(change), 0, preparation());
    expect(rejected).toMatchObject({ description: expect.stringMatching(description) });
  });

  it('is rejected with E223 where neither it nor the module names a sender', () => {
    const rejected = prepare(aMessage(), 0, preparation({ sender: undefined }));
    expect(rejected).toMatchObject({ status: 'rejected', code: 'E223', sender: '' });
  });

  it.each([undefined, null, 'text', 7])(
    'is rejected when it is no message at all: %p',
    (message) => {
      expect(prepare(message as unknown as SmsMessage, 0, preparation())).toMatchObject({
        status: 'rejected',
        code: 'E43',
        recipient: '',
        body: '',
      });
    },
  );

  it('shows what was given, its numbers normalised where that could be', () => {
    const message = aMessage({ body: '', customerId: 'mine' });
    expect(prepare(message, 0, preparation())).toMatchObject({
      recipient: '989121234567',
      customerId: 'mine',
      sender: SENDER,
    });
    expect(prepare(aMessage({ recipient: 'Sara' }), 0, preparation())).toMatchObject({
      recipient: 'Sara',
      body: 'hello',
    });
  });

  it('has an id even so, by which its caller can tell it', () => {
    expect(prepare(aMessage({ body: '' }), 0, preparation())).toMatchObject({
      customerId: 'made0',
    });
  });
});

describe('a customerId', () => {
  it('is rejected the second time it is used', () => {
    const shared = preparation();
    const message = aMessage({ customerId: 'a' });
    expect(prepare(message, 0, shared)).toMatchObject({ status: 'prepared' });
    expect(prepare(message, 1, shared)).toMatchObject({
      status: 'rejected',
      code: 'DUPLICATE_CUSTOMER_ID',
      local: true,
    });
    expect(prepare(aMessage({ customerId: 'A' }), 2, shared)).toMatchObject({ status: 'prepared' });
  });

  it('is not used up by a message that was rejected', () => {
    const shared = preparation();
    prepare(aMessage({ customerId: 'a', body: '' }), 0, shared);
    expect(prepare(aMessage({ customerId: 'a' }), 1, shared)).toMatchObject({ status: 'prepared' });
  });
});

const inMs = (ms: number) => new Date(Date.now() + ms);
const time = new WireTime('Asia/Tehran');

describe('a sendDate that lies in the past', () => {
  it.each([
    ['a second ago', -1_000],
    ['nearly ten minutes ago', -595_000],
  ])('is taken when it came %s', (_, ms) => {
    expect(prepare(aMessage({ sendDate: inMs(ms) }), 0, preparation())).toMatchObject({
      status: 'prepared',
    });
  });

  it.each([
    ['more than ten minutes ago', inMs(-605_000)],
    ['years ago', new Date('2020-01-01T00:00:00Z')],
  ])('is refused when it came %s', (_, sendDate) => {
    expect(prepare(aMessage({ sendDate }), 0, preparation())).toMatchObject({
      status: 'rejected',
      code: 'INVALID_SEND_DATE',
      description: expect.stringContaining('10 minutes'),
      local: true,
    });
  });
});

describe('a date at the moment of leaving', () => {
  it.each([
    [-300_000, true],
    [0, true],
    [25_000, true],
    [35_000, false],
    [3_600_000, false],
  ])('that lies %i ms ahead is dropped: %j', (ms, isDropped) => {
    const sms = prepared(0, { sendDate: time.format(inMs(ms)) });
    dropDatesThatHaveCome([sms, prepared(1)], time);
    expect(sms.sendDate === undefined).toBe(isDropped);
  });
});

it('messages of one call with the same date keep it or drop it together', () => {
  const sendDate = '2030-01-01 00:00:00';
  const borderMs = time.parse(sendDate)!.getTime() - 30_000;
  // The clock moves on while the messages are looked through.
  let calls = 0;
  const now = jest.spyOn(Date, 'now').mockImplementation(() => borderMs + calls++);
  const both = [prepared(0, { sendDate }), prepared(1, { sendDate })];
  dropDatesThatHaveCome(both, time);
  now.mockRestore();
  expect(new Set(both.map((message) => message.sendDate)).size).toBe(1);
});
