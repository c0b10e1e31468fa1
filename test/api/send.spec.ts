import { describe, expect, it } from '@jest/globals';
import { decodeSendAnswer } from '../../lib/api/send.js';
import type { HttpAnswer } from '../../lib/http/http-client.js';

const answer = (value: unknown): HttpAnswer => ({
  operation: 'sendMultipleWithSrc',
  status: 200,
  contentType: 'application/json',
  body: JSON.stringify(value),
});

const decode = (value: unknown): object => {
  const { operation, status, ...said } = decodeSendAnswer(answer(value));
  expect({ operation, status }).toEqual({ operation: 'sendMultipleWithSrc', status: 200 });
  return said;
};

describe('decodeSendAnswer', () => {
  it.each([
    ['mobile as a text', { mobile: '989121234567' }, '989121234567'],
    ['mobile as a Long', { mobile: 989_121_234_567 }, '989121234567'],
    ['no mobile', {}, undefined],
    ['null for a mobile', { mobile: null }, undefined],
  ])('reads an accepted message with %s', (_, fields, mobile) => {
    const entry = { customerId: 'a', serverId: '900', ...fields };
    expect(decode([entry])).toEqual({ entries: [{ customerId: 'a', mobile, serverId: '900' }] });
  });

  it.each([
    [null, undefined],
    [undefined, undefined],
    ['', undefined],
    [' ', undefined],
    [77, '77'],
    ['9007199254740993', '9007199254740993'],
  ])('reads the customerId %j as %j', (customerId, read) => {
    expect(decode([{ customerId, serverId: 900 }])).toEqual({
      entries: [{ customerId: read, mobile: undefined, serverId: '900' }],
    });
  });

  it('reads a refused message, described by the service or by the guide', () => {
    const refused = { customerId: 'a', mobile: 9, serverId: null, errorCode: 'E132' };
    expect(decode([refused, { ...refused, description: 'کلمه حساس' }])).toMatchObject({
      entries: [
        {
          customerId: 'a',
          mobile: '9',
          code: 'E132',
          description: 'The text contains sensitive words',
        },
        { code: 'E132', description: 'کلمه حساس' },
      ],
    });
  });

  it('takes a serverId for an acceptance, whatever stands beside it', () => {
    expect(decode([{ customerId: 'a', serverId: '1', errorCode: 'E43' }])).toEqual({
      entries: [{ customerId: 'a', mobile: undefined, serverId: '1' }],
    });
  });

  it('counts an entry that says neither yes nor no, and keeps the others', () => {
    const answer = [{ customerId: 'a' }, null, 'yes', 7, [], { customerId: 'b', serverId: '' }];
    expect(decode([...answer, { customerId: 'c', serverId: '3' }])).toEqual({
      entries: [{ customerId: 'c', mobile: undefined, serverId: '3' }],
      unreadable: 6,
    });
  });

  it('reads a refusal of the whole call', () => {
    expect(decode({ errorCode: 'E303', description: 'none' })).toEqual({
      code: 'E303',
      description: 'none',
    });
  });

  it('reads a list of refusals without ids as entries of nobody', () => {
    expect(decode([{ errorCode: 'E6' }])).toMatchObject({ entries: [{ code: 'E6' }] });
  });

  it('reads an empty list as no entries', () => {
    expect(decode([])).toEqual({ entries: [] });
  });

  it.each([
    [null, 'null'],
    ['OK', 'a string'],
    [{ serverId: '1' }, 'an object'],
    [{ errorCode: '' }, 'an object'],
    [7, 'a number'],
  ])('does not take %j for an answer', (value, got) => {
    expect(() => decodeSendAnswer(answer(value))).toThrow(
      `The answer to sendMultipleWithSrc is not what the contract says: body: expected a list, got ${got}`,
    );
  });
});
