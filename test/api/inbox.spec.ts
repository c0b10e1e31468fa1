import { describe, expect, it } from '@jest/globals';
import { decodeInbox } from '../../lib/api/inbox.js';
import type { InboxAnswer } from '../../lib/api/api.types.js';
import { WireTime } from '../../lib/api/wire-time.js';
import { anAnswer, thrownBy } from '../support/http-answer.js';

const time = new WireTime('Asia/Tehran');
const decodeAll = (body: unknown, status = 200): InboxAnswer =>
  decodeInbox(anAnswer(body, { operation: 'getInbox', status }), '982000123', time);
const decode = (body: unknown, status = 200) => decodeAll(body, status).texts;

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

  it('reads the only text without the brackets of its list', () => {
    expect(decode(sms)).toEqual(decode([sms]));
    expect(thrownBy(() => decode({ body: 'hello' }))).toMatchObject({
      name: 'PayamSmsUnexpectedAnswerError',
    });
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
    [[{ errorCode: 'E7', description: null }], 200],
    [{ errorCode: 'E7' }, 400],
    [{ errorCode: 'E7' }, 404],
    [[{ errorCode: 'E7', description: 'nothing new' }], 200],
    [[{ errorCode: 'E7', id: null }], 400],
  ])('reads %j with status %i as an empty inbox', (body, status) => {
    expect(decode(body, status)).toEqual([]);
  });

  it.each([[[{ errorCode: 'E4' }]], [[{ errorCode: 'E7' }, { errorCode: 'E4' }]]])(
    'takes a list of refusals and nothing else for a refusal: %j',
    (rows) => {
      expect(thrownBy(() => decode(rows))).toMatchObject({ name: 'PayamSmsApiError', code: 'E4' });
    },
  );

  it('throws any other refusal', () => {
    expect(thrownBy(() => decode({ errorCode: 'E223' }, 400))).toMatchObject({
      name: 'PayamSmsApiError',
      operation: 'getInbox',
      status: 400,
      code: 'E223',
    });
  });

  it.each<[string, unknown, Record<string, unknown>]>([
    ['date: expected a Gregorian yyyy-MM-dd HH:mm:ss, got null', { date: null }, {}],
    ['date: expected a Gregorian yyyy-MM-dd HH:mm:ss, got undefined', { date: undefined }, {}],
    ['date: expected a Gregorian yyyy-MM-dd HH:mm:ss, got a number', { date: 1_742_538_600 }, {}],
    [
      'date: expected a Gregorian yyyy-MM-dd HH:mm:ss, got a string',
      { date: '2025-02-31 10:00:00' },
      {},
    ],
    [
      'date: expected a Gregorian yyyy-MM-dd HH:mm:ss, got a string',
      { date: '1404-01-01 10:00:00' },
      {},
    ],
    ['id: expected a whole number', { id: null }, { id: expect.stringMatching(/^unreadable-/) }],
    ['id: expected a whole number', { id: 'five' }, { id: expect.stringMatching(/^unreadable-/) }],
    ['id: expected a whole number', { id: -5 }, { id: expect.stringMatching(/^unreadable-/) }],
    ['id: expected a whole number', { id: 0 }, { id: expect.stringMatching(/^unreadable-/) }],
    ['id: expected a whole number', { id: 1.5 }, { id: expect.stringMatching(/^unreadable-/) }],
    ['id: expected a whole number', { id: '9223372036854775808' }, { id: '9223372036854775808' }],
    ['id: expected a whole number', { id: '9'.repeat(40) }, { id: '9'.repeat(40) }],
    ['id: expected a whole number', { id: {} }, { id: expect.stringMatching(/^unreadable-/) }],
    ['body: expected a text, got an object', { body: {} }, { body: '' }],
    ['body: expected a text, got a list', { body: ['x'] }, { body: '' }],
  ])('tells a row by itself of which it says %s: %j', (problem, changes, told) => {
    const { texts, unreadable } = decodeAll([
      { ...sms, ...(changes as object) },
      { ...sms, id: 6 },
    ]);
    expect(texts.map(({ id }) => id)).toEqual(['6']);
    expect(unreadable).toHaveLength(1);
    expect(unreadable[0]?.problem).toContain(problem);
    expect(unreadable[0]?.sms).toMatchObject({ from: '989121234567', to: '982000123', ...told });
    expect(unreadable[0]?.sms.receivedAt.getTime()).not.toBeNaN();
  });

  it('tells a row that is no object by itself, and as the same each time', () => {
    const [first, second] = [decodeAll(['سلام', sms]), decodeAll([sms, 'سلام'])];
    expect(first.texts).toHaveLength(1);
    expect(first.unreadable[0]?.problem).toBe('expected an object, got a string');
    expect(first.unreadable[0]?.sms.id).toBe(second.unreadable[0]?.sms.id);
    expect(decodeAll([null]).unreadable).toHaveLength(1);
  });

  it.each([
    ['an id', { id: '5', date: null }],
    ['no id', { id: null }],
  ])(
    'tells a row with %s once that an answer has twice, whatever the order of its fields',
    (_, changes) => {
      const row = { ...sms, ...changes };
      const turned = Object.fromEntries(Object.entries(row).toReversed());
      expect(decodeAll([row, turned]).unreadable).toHaveLength(1);
    },
  );

  it('prefers the row of a text that can be read', () => {
    const { texts, unreadable } = decodeAll([{ ...sms, date: null }, sms, { ...sms, body: {} }]);
    expect([texts.length, unreadable.length]).toEqual([1, 0]);
  });

  it('tells equal rows of two numbers apart', () => {
    const answer = anAnswer([null], { operation: 'getInbox' });
    const ids = ['982000123', '983000456'].map(
      (number) => decodeInbox(answer, number, time).unreadable[0]!.sms.id,
    );
    expect(new Set(ids).size).toBe(2);
  });

  it.each([
    ['lists', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['objects', '{"a":'.repeat(100_000) + '0' + '}'.repeat(100_000)],
  ])('tells a row of %s in each other without end as any other', (_, row) => {
    const { texts, unreadable } = decodeAll(`[${row},{"id":1,"body":${row}},${withId('7')}]`);
    expect(texts.map(({ id }) => id)).toEqual(['7']);
    expect(unreadable).toHaveLength(2);
  });

  it('reads an id with leading zeros as the number it is', () => {
    expect(decode([{ ...sms, id: '007' }])).toMatchObject([{ id: '7' }]);
  });

  it('refuses an answer whose dates are all Jalali: not its rows are wrong', () => {
    const date = '1404-01-01 10:00:00';
    const rows = [
      { ...sms, date },
      { ...sms, id: 6, date },
    ];
    expect(thrownBy(() => decodeAll(rows))).toMatchObject({
      name: 'PayamSmsUnexpectedAnswerError',
      operation: 'getInbox',
      where: '[0].date',
      what: 'expected a Gregorian yyyy-MM-dd HH:mm:ss, got a string',
    });
  });

  it.each([
    [{ messages: [] }, 'body'],
    ['7', 'body'],
  ])('does not take %j for an inbox', (body, where) => {
    expect(thrownBy(() => decode(body))).toMatchObject({
      name: 'PayamSmsUnexpectedAnswerError',
      where,
    });
  });
});
