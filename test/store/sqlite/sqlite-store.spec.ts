import { describe, expect, it } from '@jest/globals';
import { SqliteStore } from '../../../lib/store/sqlite/sqlite-store.js';
import { conforms } from '../conformance.js';
import { TemporaryDirectory } from './support/temporary-directory.js';

describe('SqliteStore', () => {
  const directory = new TemporaryDirectory();

  conforms({
    create: () => new SqliteStore(directory.make('sms.db')),
    another: () => new SqliteStore(directory.path('sms.db')),
    dispose: () => directory.remove(),
  });

  it('outlives the process', () => {
    expect(new SqliteStore('sms.db').durable).toBe(true);
  });
});
