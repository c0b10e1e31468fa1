import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readdirSync, rmSync } from 'node:fs';
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

const remove = (beginning: string, end = '') => {
  for (const file of readdirSync(directory.path())) {
    if (file.startsWith(beginning) && file.endsWith(end)) rmSync(directory.path(file));
  }
};

describeStore('SqliteStore', (place) => new SqliteStore(directory.path(`${place}.db`)), {
  // As when somebody cleans up what looks like forgotten files.
  expireLeases: (place) => remove(`${place}.db-`, '.lease'),
  cleanUp: (place) => remove(`${place}.db`),
});

it('survives a loss of power, where the port asks for it', () => {
  expect(new SqliteStore('sms.db').survives).toBe('power');
});
