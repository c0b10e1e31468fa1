import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chmodSync, copyFileSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SqliteStore } from '../../../lib/store/sqlite/sqlite-store.js';
import { everything } from '../../../lib/testing/store/commits.js';
import {
  at,
  INBOX,
  leaseOf,
  letter,
  message,
  NUMBER,
  OTHER_NUMBER,
  text,
} from '../../../lib/testing/store/samples.js';
import { connect, openConnection } from './support/connection.js';
import { TemporaryDirectory } from './support/temporary-directory.js';

const fixture = (name: string) => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));

const directory = new TemporaryDirectory();
let path: string;
let store: SqliteStore;

beforeEach(() => {
  path = directory.make('sms.db');
  store = new SqliteStore(path);
});
afterEach(async () => {
  await store.close();
  directory.remove();
});

/** A file that the SqliteStore of 0.1 has made, with version 2 of the tables. It never changes. */
function copyFileOf01(): void {
  copyFileSync(fixture('0.1.db'), path);
  chmodSync(path, 0o600);
}

describe('a file that 0.1 made', () => {
  beforeEach(copyFileOf01);

  it('goes on where the inbox stood', async () => {
    await store.open();
    const { inbox } = store.account('');
    expect(await inbox.position(NUMBER)).toEqual({
      cursor: '9007199254740993',
      intendedAt: at(1),
      attempts: { id: '9007199254740996', count: 2 },
    });
    expect(await inbox.kept(NUMBER, undefined, 9)).toEqual([
      text('7', 'سلام «۱»'),
      text('9007199254740998'),
    ]);
    const ids = Array.from({ length: 8 }, (_, n) => String(9_007_199_254_740_992n + BigInt(n)));
    expect(await inbox.unhandled(NUMBER, ids)).toEqual([
      '9007199254740994',
      '9007199254740996',
      '9007199254740998',
    ]);
    expect(await inbox.position(OTHER_NUMBER)).toEqual({ cursor: '20' });
    expect(await inbox.kept(OTHER_NUMBER, undefined, 9)).toEqual([
      { ...text('8'), to: OTHER_NUMBER },
    ]);
  });

  it('keeps every text that was set aside, and what was announced of them', async () => {
    await store.open();
    const { inbox } = store.account('');
    const other = { ...letter('5', 5), sms: { ...text('5'), to: OTHER_NUMBER } };
    // Sent to a number written in another way: of which number it was read nobody knows any more.
    const odd = { ...letter('20', 4), sms: { ...text('20', 'خطا'), to: '2000456' } };
    expect(await inbox.deadLetters()).toEqual([letter('9007199254740999', 3), odd, other]);
    expect(await inbox.unannounced(NUMBER, 9)).toEqual([odd]);
    expect(await inbox.unannounced(OTHER_NUMBER, 9)).toEqual([other]);
  });

  it('keeps every followed message, and that the credit was low', async () => {
    await store.open();
    const { delivery, balance } = store.account('');
    expect(await delivery.due('serverId', at(9), 9)).toEqual([
      { ...message('9007199254740993', 2), rung: 0, failures: 0 },
      { ...message('55', 4), customerId: 'c55', rung: 2, announced: 'Pending', failures: 1 },
    ]);
    expect(await delivery.due('customerId', at(9), 9)).toEqual([
      { ...message('c56', 5), by: 'customerId', rung: 0, failures: 0 },
    ]);
    expect(await balance.wasLow()).toBe(true);
  });

  it('belongs to the account without a name', async () => {
    await store.open();
    expect(await everything(store.account('marketing'))).toMatchObject({
      position: undefined,
      kept: [],
      deadLetters: [],
      followed: [],
      wasLow: false,
    });
  });

  it('goes on counting its fences', async () => {
    await store.open();
    const account = store.account('');
    for (const name of ['delivery', 'balance'] as const) {
      expect(await account.acquire(name)).toMatchObject({ fence: '2' });
    }
    expect(await account.acquire(INBOX)).toMatchObject({ fence: '1' });
  });

  it('is committed to no more by a process of 0.1 that has it open, which still follows sends', async () => {
    const commits = [
      'INSERT OR REPLACE INTO handled (line, id, at) SELECT 1, 77, 1 FROM duty WHERE id = 1 AND epoch = 1',
      'SELECT 1 FROM duty WHERE id = 2 AND epoch = 1',
      'INSERT INTO duty (id, epoch) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET epoch = epoch + 1',
    ];
    const follow = `INSERT INTO followed (kind, id, customer_id, start_at, due_at)
      VALUES (0, '99', NULL, ${at(0).getTime()}, ${at(1).getTime()}) ON CONFLICT DO NOTHING`;
    const old = openConnection(path);
    try {
      const statements = commits.map((sql) => old.prepare(sql));
      const following = old.prepare(follow);
      await store.open();
      for (const statement of statements)
        expect(() => statement.run([])).toThrow(/no such table|no column/);
      following.run([]);
    } finally {
      old.close();
    }
    const due = await store.account('').delivery.due('serverId', at(1), 9);
    expect(due).toEqual([{ ...message('99', 1), rung: 0, failures: 0 }]);
  });

  it('is brought up to date once, and then used as any other', async () => {
    await store.open();
    const lease = await leaseOf(store.account(''), INBOX);
    await store.account('').inbox.handled(lease, NUMBER, ['9007199254740994']);
    const before = await everything(store.account(''));
    await store.close();
    await store.open();
    expect(await everything(store.account(''))).toEqual(before);
  });
});

describe('a file of the first version of its tables', () => {
  it('is brought up to date', async () => {
    connect(path, (old) => old.exec(readFileSync(fixture('version-1.sql'), 'utf8')));
    await store.open();
    const { inbox, delivery, balance } = store.account('');
    expect(await inbox.position(NUMBER)).toEqual({
      cursor: '9007199254740993',
      intendedAt: at(1),
      attempts: { id: '9007199254740996', count: 2 },
    });
    expect(await inbox.unhandled(NUMBER, ['9007199254740995', '9007199254740996'])).toEqual([
      '9007199254740996',
    ]);
    expect(await inbox.kept(NUMBER, undefined, 9)).toEqual([text('7', 'سلام')]);
    expect(await inbox.deadLetters()).toEqual([letter('8', 3)]);
    expect(await inbox.unannounced(NUMBER, 9)).toEqual([]);
    expect(await delivery.due('serverId', at(9), 9)).toEqual([
      { ...message('55', 4), customerId: 'c55', rung: 2, announced: 'Pending', failures: 1 },
    ]);
    expect(await delivery.due('customerId', at(9), 9)).toMatchObject([{ id: 'c56' }]);
    expect(await balance.wasLow()).toBe(true);
    expect(await store.account('').acquire(INBOX)).toMatchObject({ fence: '1' });
  });
});
