import { describe, expect, it } from '@jest/globals';
import { decodeSendAnswer, saysAccepted } from '../../lib/api/send.js';
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

  it.each(['-1', -1, 0, '000', 'null', ' '])('takes the serverId %j for none', (serverId) => {
    expect(decode([{ customerId: 'a', serverId, errorCode: 'E43' }])).toMatchObject({
      entries: [{ customerId: 'a', code: 'E43' }],
    });
    expect(decode([{ customerId: 'a', serverId }])).toEqual({ entries: [], unreadable: 1 });
  });

  it.each([0, '0', ' ', null])('takes the errorCode %j for none', (errorCode) => {
    expect(decode([{ customerId: 'a', errorCode }])).toEqual({ entries: [], unreadable: 1 });
  });

  it('takes 0 for no mobile', () => {
    expect(decode([{ mobile: 0, errorCode: 'E6' }])).toMatchObject({
      entries: [{ mobile: undefined, code: 'E6' }],
    });
  });

  const entry = { customerId: 'a', mobile: '989121234567', serverId: '7' };

  it.each([
    ['an object', entry],
    ['an object with a code beside it', { ...entry, errorCode: 'E43' }],
    ['a list in an object', { data: [entry] }],
    ['a list in an object with a code', { errorCode: 'E132', data: { items: [entry] } }],
    ['a list in a list', [[entry]]],
  ])('takes a serverId for an acceptance in %s', (_, value) => {
    expect(decode(value)).toEqual({ entries: [entry] });
  });

  it.each([
    ['cut', '[{"customerId":"a","serverId":"7","mob', ['7']],
    ['cut in an id', '[{"serverId":"7"},{"serverId":"8', ['7']],
    ['cut in a number', '[{"serverId":7},{"serverId" : 8', ['7']],
    [
      'two in one',
      '[{"serverId":9223372036854775807}][{"serverId":"8"}]',
      ['9223372036854775807', '8'],
    ],
    ['a text of JSON', JSON.stringify('[{"serverId":"7"}]'), ['7']],
  ])('takes a serverId for an acceptance in a body that is %s', (_, body, serverIds) => {
    const said = { ...answer(''), body };
    expect(decodeSendAnswer(said)).toMatchObject({
      entries: serverIds.map((serverId) => ({ serverId })),
    });
  });

  it('takes nothing for an acceptance that stands for none in a body that is cut', () => {
    const body = '[{"serverId":"0"},{"serverId":"null"},{"serverId":-1},';
    expect(() => decodeSendAnswer({ ...answer(''), body })).toThrow('expected JSON');
  });

  it('takes a serverId for an acceptance with a redirect, but not its word on whose it is', () => {
    const said = { ...answer([entry, { customerId: 'b', errorCode: 'E43' }]), status: 302 };
    expect(decodeSendAnswer(said)).toMatchObject({ entries: [{ serverId: '7' }] });
    expect(decodeSendAnswer(said)).not.toHaveProperty('entries[0].customerId');
  });

  it.each([400, 404, 429, 500, 503])(
    'takes a serverId for an acceptance with status %i',
    (status) => {
      const said = { ...answer([entry, { customerId: 'b', errorCode: 'E43' }]), status };
      expect(saysAccepted(said)).toBe(true);
      expect(decodeSendAnswer(said)).toMatchObject({
        status,
        entries: [entry, { customerId: 'b', code: 'E43' }],
      });
    },
  );

  it.each([
    [[]],
    [[{ errorCode: 'E6' }]],
    [{ errorCode: 'E6' }],
    [{ serverId: null }],
    ['7'],
    [null],
  ])('finds no acceptance in %j', (value) => {
    expect(saysAccepted(answer(value))).toBe(false);
  });

  it('of bytes that are no text keeps the acceptances, whose digits can be read', () => {
    const value = [entry, { customerId: 'b', errorCode: 'E9', description: 'Ó' }];
    const said = { ...answer(value), unreadable: 'bytes' };
    expect(decodeSendAnswer(said)).toMatchObject({ entries: [entry] });
  });

  it('survives lists in lists without end', () => {
    const body = '['.repeat(100_000) + ']'.repeat(100_000);
    expect(decodeSendAnswer({ ...answer(''), body })).toMatchObject({ entries: [] });
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
    [{ errorCode: '' }, 'an object'],
    [7, 'a number'],
  ])('does not take %j for an answer', (value, got) => {
    expect(() => decodeSendAnswer(answer(value))).toThrow(
      `The answer to sendMultipleWithSrc is not what the contract says: body: expected a list, got ${got}`,
    );
  });
});
