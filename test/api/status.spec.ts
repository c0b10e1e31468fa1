import { describe, expect, it } from '@jest/globals';
import { decodeStatusRows } from '../../lib/api/status.js';
import { anAnswer, thrownBy } from '../support/http-answer.js';

const answer = (body: unknown, status = 200) => anAnswer(body, { operation: 'getStatus', status });

const row = {
  customerId: 'a',
  serverId: '900',
  totalParts: 3,
  totalDeliveredParts: 1,
  totalUnDeliveredParts: 1,
  totalUnKnownParts: 1,
  status: 'Pending',
};

describe('decodeStatusRows', () => {
  it('reads a row', () => {
    expect(decodeStatusRows(answer([row]))).toEqual([
      {
        customerId: 'a',
        serverId: '900',
        providerStatus: 'Pending',
        parts: { total: 3, delivered: 1, undelivered: 1, unknown: 1 },
      },
    ]);
  });

  it('reads the only row without the brackets of its list', () => {
    expect(decodeStatusRows(answer(row))).toEqual(decodeStatusRows(answer([row])));
    expect(thrownBy(() => decodeStatusRows(answer({ status: 'Pending' })))).toMatchObject({
      name: 'PayamSmsUnexpectedAnswerError',
    });
  });

  it('keeps every digit of long ids', () => {
    const body = '[{"customerId":9007199254740993,"serverId":9223372036854775807}]';
    expect(decodeStatusRows(answer(body))).toMatchObject([
      { customerId: '9007199254740993', serverId: '9223372036854775807' },
    ]);
  });

  it('keeps a word that the guide does not list', () => {
    expect(decodeStatusRows(answer([{ ...row, status: 'Blacklisted' }]))).toMatchObject([
      { providerStatus: 'Blacklisted' },
    ]);
  });

  it('leaves off the ids that a row does not have', () => {
    const [read] = decodeStatusRows(
      answer([{ customerId: null, status: 'Pending', totalParts: '2' }]),
    );
    expect(read).toEqual({
      providerStatus: 'Pending',
      parts: { total: 2, delivered: 0, undelivered: 0, unknown: 0 },
    });
  });

  it('passes over a row that says nothing of anybody', () => {
    expect(decodeStatusRows(answer([{}, { totalParts: 1 }]))).toEqual([]);
  });

  it('believes a serverId, whatever code stands beside it', () => {
    const both = { customerId: 'a', serverId: '9', status: 'Pending', errorCode: 'E4' };
    expect(decodeStatusRows(answer([both]))).toMatchObject([{ serverId: '9' }]);
  });

  it('takes no other code than that of an unknown id for an absence', () => {
    expect(() => decodeStatusRows(answer([{ customerId: 'a', errorCode: 'E4' }]))).toThrow('E4');
  });

  it.each(['E8', 'E305'])(
    'passes over a row that carries %s, for its id is not known',
    (errorCode) => {
      const unknown = { customerId: 'b', errorCode, description: 'no such id' };
      expect(decodeStatusRows(answer([unknown, row]))).toHaveLength(1);
    },
  );

  it.each([200, 400, 404])('throws a refusal of the whole call, told with %i', (status) => {
    expect(thrownBy(() => decodeStatusRows(answer({ errorCode: 'E305' }, status)))).toMatchObject({
      name: 'PayamSmsApiError',
      operation: 'getStatus',
      status,
      code: 'E305',
    });
  });

  it.each([{}, null, 'none', 3])('does not take %j for rows', (body) => {
    expect(thrownBy(() => decodeStatusRows(answer(JSON.stringify(body))))).toMatchObject({
      name: 'PayamSmsUnexpectedAnswerError',
      operation: 'getStatus',
      where: 'body',
    });
  });
});
