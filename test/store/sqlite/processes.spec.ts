import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { rmSync } from 'node:fs';
import { SqliteStore } from '../../../lib/store/sqlite/sqlite-store.js';
import type { AccountStore } from '../../../lib/store/store.js';
import { at, INBOX, leaseOf, NUMBER } from '../../../lib/testing/store/samples.js';
import { Children } from './support/child.js';
import { connect } from './support/connection.js';
import { TemporaryDirectory } from './support/temporary-directory.js';

const directory = new TemporaryDirectory();
const children = new Children();
let path: string;
let store: SqliteStore;
let account: AccountStore;

beforeEach(() => {
  path = directory.make('sms.db');
  store = new SqliteStore(path);
  account = store.account('');
});
afterEach(async () => {
  children.killAll();
  await store.close();
  directory.remove();
});

describe('a process that is killed', () => {
  it('leaves its lease to the next that asks, at once', async () => {
    const holder = children.start('hold', path);
    const { fence } = (await holder.next()) as { fence: string };
    await store.open();
    expect(await account.acquire(INBOX)).toBeUndefined();

    await holder.kill();
    const lease = await leaseOf(account, INBOX);
    expect(Number(lease.fence)).toBe(Number(fence) + 1);
    await account.inbox.handled(lease, NUMBER, ['2']);
  });

  it('leaves all that it had committed, and a whole file', async () => {
    const known = new Set<string>();
    for (let round = 0; round < 3; round++) {
      const child = children.start('handle', path);
      while (child.told.length < 20 + 60 * round) await child.next();
      await child.kill();
      await store.open();
      for (const id of child.told) known.add(String(id));
      expect(await account.inbox.unhandled(NUMBER, [...known])).toEqual([]);
      const all = Array.from({ length: known.size + 100 }, (_, n) => String(n + 1));
      const unhandled = new Set(await account.inbox.unhandled(NUMBER, all));
      const handled = all.filter((id) => !unhandled.has(id));
      // One more may have been committed than could be told.
      expect(handled.length).toBeLessThanOrEqual(known.size + 1);
      for (const id of handled) known.add(id);
      await store.close();
    }
    const check = connect(path, (file) => file.prepare('PRAGMA integrity_check').raw().get([]));
    expect(check).toEqual(['ok']);
  }, 60_000);

  it('in the middle of a commit, leaves nothing of it', async () => {
    const child = children.start('die in the middle', path);
    expect(await child.ended).toMatchObject({ signal: 'SIGKILL' });
    await store.open();
    expect(await account.inbox.position(NUMBER)).toEqual({ intendedAt: at(1) });
    expect(await account.inbox.kept(NUMBER, undefined, 9)).toEqual([]);
  });
});

describe('several processes', () => {
  it('may all make the file at the same time, and lose nothing of each other', async () => {
    const all = Array.from({ length: 4 }, () => children.start('follow', path));
    const ends = await Promise.all(all.map(({ ended }) => ended));
    expect(ends).toEqual(all.map(() => ({ code: 0, signal: null })));
    await store.open();
    expect(await account.delivery.due('serverId', at(999), 999)).toHaveLength(4 * 50);
  }, 60_000);

  it('learn that they lost a lease by the commit that comes too late', async () => {
    const holder = children.start('hold', path);
    await holder.next();
    // As when somebody cleans up what looks like a forgotten lock.
    rmSync(`${path}-${INBOX.replace(':', '-')}.lease`);
    await store.open();
    const lease = await leaseOf(account, INBOX);

    holder.ask();
    expect(await holder.next()).toEqual({ reason: 'lease-lost' });
    await account.inbox.handled(lease, NUMBER, ['3']);
    expect(await account.inbox.unhandled(NUMBER, ['1', '2', '3'])).toEqual(['2']);
  });
});
