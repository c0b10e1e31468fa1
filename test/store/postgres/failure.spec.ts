import { describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import { toStoreError } from '../../../lib/store/postgres/failure.js';

const failure = (code: string, message = 'no', more: object = {}) =>
  toStoreError(Object.assign(new Error(message), { code, ...more }), 'commit', 'db:5432/shop');

describe('what PostgreSQL failed with', () => {
  it.each([
    ['25006', 'read-only'],
    ['42501', 'read-only'],
    ['57P03', 'busy'],
    ['40001', 'busy'],
    ['53300', 'busy'],
    ['53100', 'full'],
    ['42P01', 'foreign'],
    ['XX001', 'corrupt'],
    ['57P01', 'unavailable'],
    ['ECONNREFUSED', 'unavailable'],
  ])('is by the code %s: %s', (code, reason) => {
    expect(failure(code)).toMatchObject({ reason, server: 'db:5432/shop', cause: { code } });
  });

  it.each([
    'invalid input syntax for type bigint: "a secret text"',
    'value "a secret text" is out of range for type integer',
  ])('does not repeat a value: %s', (message) => {
    const error = failure('22P02', message, { detail: 'a secret text', where: 'a secret text' });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('secret');
  });

  it('names what is no value', () => {
    expect(String(failure('42P01', 'relation "payamsms.kept" does not exist').cause)).toContain(
      'payamsms.kept',
    );
  });
});
