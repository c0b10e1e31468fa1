import { describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import { toStoreError } from '../../../lib/store/redis/failure.js';

const failure = (message: string, more: object = {}) =>
  toStoreError(Object.assign(new Error(message), more), 'commit', 'redis:6379');

describe('what Redis failed with', () => {
  it.each([
    ['LEASELOST it is not held', 'lease-lost'],
    ["READONLY You can't write against a read only replica.", 'read-only'],
    ['LOADING Redis is loading the dataset in memory', 'busy'],
    ['OOM command not allowed when used memory', 'full'],
    ['MISCONF Redis is configured to save RDB snapshots', 'full'],
    ['WRONGTYPE Operation against a key', 'foreign'],
    ['Connection is closed.', 'unavailable'],
  ])('is by its first word: %s', (message, reason) => {
    expect(failure(message)).toMatchObject({ reason, server: 'redis:6379' });
  });

  it('repeats no argument of a command', () => {
    const error = failure("ERR unknown command 'X', with args beginning with: 'a secret text'", {
      command: { name: 'x', args: ['a secret text'] },
    });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('secret');
    expect(String(error.cause)).toContain("ERR unknown command 'X'");
  });
});
