import { describe, expect, it } from '@jest/globals';
import { decodeCancellation, decodeScheduledList } from '../../lib/api/scheduled.js';
import { WireTime } from '../../lib/api/wire-time.js';
import { thrownBy } from '../support/http-answer.js';

const time = new WireTime('Asia/Tehran');

const item = {
  serverId: '900',
  customerId: 'a',
  sendDate: '2030-01-01 08:00:00',
  recipient: '989121234567',
  message: 'تبریک',
  totalPrice: 1_500,
  parts: 1,
};
const page = { totalItem: 11, totalPages: 2, currentPage: 0, scheduledMessages: [item] };

describe('decodeScheduledList', () => {
  it('reads a page', () => {
    expect(decodeScheduledList(page, time)).toEqual({
      items: [
        {
          serverId: '900',
          customerId: 'a',
          recipient: '989121234567',
          body: 'تبریک',
          sendDate: new Date('2030-01-01T04:30:00Z'),
          price: 1_500,
          parts: 1,
        },
      ],
      page: 0,
      totalPages: 2,
      totalItems: 11,
      unreadable: [],
    });
  });

  it('reads numbers in quotes, and ids that are numbers', () => {
    const written = { ...item, serverId: 900, customerId: 7, totalPrice: '1500', parts: '2' };
    expect(
      decodeScheduledList({ ...page, scheduledMessages: [written] }, time).items,
    ).toMatchObject([{ serverId: '900', customerId: '7', price: 1_500, parts: 2 }]);
  });

  it('leaves off a customerId that a message was sent without', () => {
    const [read] = decodeScheduledList(
      { ...page, scheduledMessages: [{ ...item, customerId: null }] },
      time,
    ).items;
    expect(read).not.toHaveProperty('customerId');
  });

  it.each([
    [{ ...page, totalItem: 0, totalPages: 0, scheduledMessages: [] }],
    [{ scheduledMessages: null }],
    [{ totalItem: 0 }],
  ])('reads %j as an empty page', (empty) => {
    expect(decodeScheduledList(empty, time)).toEqual({
      items: [],
      unreadable: [],
      page: 0,
      totalPages: expect.any(Number),
      totalItems: 0,
    });
  });

  it.each([
    ['body', []],
    ['body', null],
    ['scheduledMessages', {}],
    ['scheduledMessages', { message: 'maintenance' }],
    ['scheduledMessages', { scheduledMessages: {} }],
  ])('says that %s is wrong', (where, value) => {
    expect(thrownBy(() => decodeScheduledList(value, time))).toMatchObject({
      name: 'PayamSmsUnexpectedAnswerError',
      operation: 'listScheduled',
      where,
    });
  });
});

describe('a row of the scheduled list that cannot be read', () => {
  it.each([
    ['null', null, 'expected an object, got null', {}],
    ['a text', 'x', 'expected an object, got a string', {}],
    ['no serverId', { ...item, serverId: null }, 'serverId: expected an id', { customerId: 'a' }],
    ['an id of another type', { ...item, serverId: {} }, 'got an object', { customerId: 'a' }],
    ['no date', { ...item, sendDate: null }, 'sendDate: expected a Gregorian', { serverId: '900' }],
    ['a number for a date', { ...item, sendDate: 7 }, 'got a number', { serverId: '900' }],
    ['a 31st of June', { ...item, sendDate: '2030-06-31 08:00:00' }, '', { serverId: '900' }],
  ])('is told by itself: %s', (_, bad, problem, ids) => {
    const list = { ...page, scheduledMessages: [item, bad, { ...item, serverId: '901' }] };
    const { items, unreadable } = decodeScheduledList(list, time);
    expect(items.map(({ serverId }) => serverId)).toEqual(['900', '901']);
    expect(unreadable).toEqual([expect.objectContaining({ ...ids, isJalali: false })]);
    expect(unreadable[0]!.error.message).toMatch(/: scheduledMessages\[1\]/);
    expect(unreadable[0]!.error.message).toContain(problem);
  });
});

describe('decodeCancellation', () => {
  it('reads a list of one as that one', () => {
    expect(decodeCancellation([{ serverId: '900', status: true }], '900')).toMatchObject({
      serverId: '900',
      cancelled: true,
    });
  });

  it.each([[[]], [[{ status: true }, { status: true }]], [[[{ status: true }]]]])(
    'reads nothing from %j',
    (value) => {
      expect(thrownBy(() => decodeCancellation(value, '900'))).toMatchObject({ where: 'body' });
    },
  );

  it.each([
    [true, true],
    [false, false],
    ['true', true],
    ['FALSE', false],
  ])('reads the status %j', (status, cancelled) => {
    expect(
      decodeCancellation({ serverId: '900', recipient: '989121234567', status }, '900'),
    ).toEqual({ serverId: '900', recipient: '989121234567', cancelled });
  });

  it('is of the message asked for where the answer names none', () => {
    expect(decodeCancellation({ status: true }, '900')).toEqual({
      serverId: '900',
      recipient: '',
      cancelled: true,
    });
  });

  it.each([
    ['status', {}],
    ['status', { status: 1 }],
    ['status', { status: 'done' }],
    ['status', { status: null }],
    ['body', true],
    ['body', []],
  ])('says that %s is wrong in %j', (where, value) => {
    expect(thrownBy(() => decodeCancellation(value, '900'))).toMatchObject({
      name: 'PayamSmsUnexpectedAnswerError',
      operation: 'cancelScheduled',
      where,
    });
  });
});
