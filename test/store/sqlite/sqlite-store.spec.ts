import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { SqliteStore } from '../../../lib/store/sqlite/sqlite-store.js';
import { describeStore } from '../../../lib/testing/index.js';
import { TemporaryDirectory } from './support/temporary-directory.js';

const directory = new TemporaryDirectory();
beforeAll(() => {
  directory.make();
});
afterAll(() => {
  directory.remove();
});

describeStore('SqliteStore', (place) => new SqliteStore(directory.path(`${place}.db`)));

it('survives a loss of power, where the port asks for it', () => {
  expect(new SqliteStore('sms.db').survives).toBe('power');
});
