import { describe, expect, it } from '@jest/globals';
import { decodeInbox } from '../../lib/api/inbox.js';
import type { InboundSms } from '../../lib/api/api.types.js';
import { WireTime } from '../../lib/api/wire-time.js';
import { anAnswer, thrownBy } from '../support/http-answer.js';

const time = new WireTime('Asia/Tehran');
const decode = (body: unknown, status = 200): InboundSms[] =>
  decodeInbox(anAnswer(body, { operation: 'getInbox', status }), '982000123', time);

const sms = {
  id: 5,
  body: 'سلام ي ك\n',
  from: '09121234567',
  to: '982000123',
  date: '2025-03-21 10:00:00',
};

const withId = (id: string): string =>
  `{"id":${id},"body":"","from":"1","date":"2025-03-21 10:00:00"}`;

describe('decodeInbox', () => {
  it('reads a text to the letter, with its sender normalised and its time as an instant', () => {
    expect(decode([sms])).toEqual([
      {
        id: '5',
        from: '989121234567',
        to: '982000123',
        body: 'سلام ي ك\n',
        receivedAt: new Date('2025-03-21T06:30:00Z'),
      },
    ]);
  });

  it('sorts by ids of any length, which keep every digit', () => {
    const ids = ['9223372036854775807', '9007199254740993', '9007199254740992', '10', '9'];
    const body = `[${ids.map(withId).join(',')}]`;
    expect(decode(body).map(({ id }) => id)).toEqual(ids.toReversed());
  });

  it.each([
    ['a name', 'Irancell', 'Irancell'],
    ['a Long', 989_121_234_567, '989121234567'],
    ['Persian digits', '۰۹۱۲ ۱۲۳۴۵۶۷', '989121234567'],
    ['a number of another country', '+4915112345678', '+4915112345678'],
    ['null', null, ''],
  ])('reads a sender that is %s', (_, from, read) => {
    expect(decode([{ ...sms, from }])).toMatchObject([{ from: read }]);
  });

  it('takes the number that was asked about where a text names none', () => {
    expect(decode([{ ...sms, to: null }])).toMatchObject([{ to: '982000123' }]);
  });

  it('takes a text without a body for an empty one', () => {
    expect(decode([{ ...sms, body: null }])).toMatchObject([{ body: '' }]);
  });

  it.each([
    [[], 200],
    [{ errorCode: 'E7', description: 'nothing new' }, 200],
    [{ errorCode: 'E7' }, 400],
    [{ errorCode: 'E7' }, 404],
  ])('reads %j with status %i as an empty inbox', (body, status) => {
    expect(decode(body, status)).toEqual([]);
  });

  it('throws any other refusal', () => {
    expect(thrownBy(() => decode({ errorCode: 'E223' }, 400))).toMatchObject({
      name: 'PayamSmsApiError',
      operation: 'getInbox',
      status: 400,
      code: 'E223',
    });
  });

  it.each([
    [
      '[1].date',
      { date: '1404-01-01 10:00:00' },
      'expected a Gregorian yyyy-MM-dd HH:mm:ss, got a string',
    ],
    ['[1].date', { date: null }, 'expected a Gregorian yyyy-MM-dd HH:mm:ss, got null'],
    [
      '[1].date',
      { date: 1_742_538_600_000 },
      'expected a Gregorian yyyy-MM-dd HH:mm:ss, got a number',
    ],
    ['[1].id', { id: null }, 'expected a whole number, got null'],
    ['[1].id', { id: 'five' }, 'expected a whole number, got a string'],
    ['[1].id', { id: -5 }, 'expected a whole number, got a number'],
  ])('says that %s is wrong: %j', (where, changes, what) => {
    expect(thrownBy(() => decode([sms, { ...sms, ...changes }]))).toMatchObject({
      name: 'PayamSmsUnexpectedAnswerError',
      operation: 'getInbox',
      where,
      what,
    });
  });

  it.each([
    [['سلام'], '[0]'],
    [[null], '[0]'],
    [{ messages: [] }, 'body'],
    ['7', 'body'],
  ])('does not take %j for an inbox', (body, where) => {
    expect(thrownBy(() => decode(body))).toMatchObject({
      name: 'PayamSmsUnexpectedAnswerError',
      where,
    });
  });
});
