import { describe, expect, it } from '@jest/globals';
import { decodeStatusAnswer } from '../../lib/api/status.js';
import { anAnswer, thrownBy } from '../support/http-answer.js';

const answer = (body: unknown, status = 200) => anAnswer(body, { operation: 'getStatus', status });

const rowsOf = (body: unknown) => decodeStatusAnswer(answer(body)).rows;

const row = {
  customerId: 'a',
  serverId: '900',
  totalParts: 3,
  totalDeliveredParts: 1,
  totalUnDeliveredParts: 1,
  totalUnKnownParts: 1,
  status: 'Pending',
};

describe('decodeStatusAnswer', () => {
  it('reads a row', () => {
    expect(rowsOf([row])).toEqual([
      {
        customerId: 'a',
        serverId: '900',
        providerStatus: 'Pending',
        parts: { total: 3, delivered: 1, undelivered: 1, unknown: 1 },
      },
    ]);
  });

  it('reads the only row without the brackets of its list', () => {
    expect(decodeStatusAnswer(answer(row))).toEqual(decodeStatusAnswer(answer([row])));
    expect(thrownBy(() => decodeStatusAnswer(answer({ status: 'Pending' })))).toMatchObject({
      name: 'PayamSmsUnexpectedAnswerError',
    });
  });

  it('keeps every digit of long ids', () => {
    const body = '[{"customerId":9007199254740993,"serverId":9223372036854775807}]';
    expect(rowsOf(body)).toMatchObject([
      { customerId: '9007199254740993', serverId: '9223372036854775807' },
    ]);
  });

  it('keeps a word that the guide does not list', () => {
    expect(rowsOf([{ ...row, status: 'Blacklisted' }])).toMatchObject([
      { providerStatus: 'Blacklisted' },
    ]);
  });

  it('leaves off the ids that a row does not have', () => {
    const [read] = rowsOf([{ customerId: null, status: 'Pending', totalParts: '2' }]);
    expect(read).toEqual({
      providerStatus: 'Pending',
      parts: { total: 2, delivered: 0, undelivered: 0, unknown: 0 },
    });
  });

  it.each([
    ['null', null],
    ['a text', 'x'],
    ['a list', [row]],
    ['no field at all', {}],
    ['parts and nothing else', { totalParts: 1 }],
    ['ids of other types', { customerId: {}, serverId: true, status: null }],
  ])('tells a row of %s by itself, and keeps the others', (_, bad) => {
    const { rows, unreadable } = decodeStatusAnswer(answer([bad, row]));
    expect(rows).toMatchObject([{ customerId: 'a' }]);
    expect(unreadable).toEqual([
      { error: expect.objectContaining({ name: 'PayamSmsUnexpectedAnswerError', where: '[0]' }) },
    ]);
  });

  it('tells a row that was refused by itself, with its id', () => {
    const refused = { customerId: 'b', errorCode: 'E6' };
    expect(decodeStatusAnswer(answer([row, refused]))).toMatchObject({
      rows: [{ customerId: 'a' }],
      unreadable: [{ customerId: 'b', error: { name: 'PayamSmsApiError', code: 'E6' } }],
    });
  });

  it('believes a serverId, whatever code stands beside it', () => {
    const both = { customerId: 'a', serverId: '9', status: 'Pending', errorCode: 'E4' };
    expect(rowsOf([both])).toMatchObject([{ serverId: '9' }]);
  });

  it('takes no other code than that of an unknown id for an absence', () => {
    expect(() => decodeStatusAnswer(answer([{ customerId: 'a', errorCode: 'E4' }]))).toThrow('E4');
  });

  it.each(['E8', 'E305'])(
    'passes over a row that carries %s, for its id is not known',
    (errorCode) => {
      const unknown = { customerId: 'b', errorCode, description: 'no such id' };
      expect(decodeStatusAnswer(answer([unknown, row]))).toMatchObject({
        rows: [{}],
        unreadable: [],
      });
    },
  );

  it.each([200, 400, 404])('throws a refusal of the whole call, told with %i', (status) => {
    expect(thrownBy(() => decodeStatusAnswer(answer({ errorCode: 'E305' }, status)))).toMatchObject(
      {
        name: 'PayamSmsApiError',
        operation: 'getStatus',
        status,
        code: 'E305',
      },
    );
  });

  it.each([{}, null, 'none', 3])('does not take %j for rows', (body) => {
    expect(thrownBy(() => decodeStatusAnswer(answer(JSON.stringify(body))))).toMatchObject({
      name: 'PayamSmsUnexpectedAnswerError',
      operation: 'getStatus',
      where: 'body',
    });
  });
});
