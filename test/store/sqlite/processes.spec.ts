import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { rmSync } from 'node:fs';
import { SqliteStore } from '../../../lib/store/sqlite/sqlite-store.js';
import { at, INBOX, leaseOf, NUMBER } from '../conformance/samples.js';
import { Children } from './support/child.js';
import { connect } from './support/connection.js';
import { TemporaryDirectory } from './support/temporary-directory.js';

const directory = new TemporaryDirectory();
const children = new Children();
let path: string;
let store: SqliteStore;

beforeEach(() => {
  path = directory.make('sms.db');
  store = new SqliteStore(path);
});
afterEach(async () => {
  children.killAll();
  await store.close();
  directory.remove();
});

describe('a process that is killed', () => {
  it('leaves its duty to whoever asks next, at once', async () => {
    const holder = children.start('hold', path);
    const { epoch } = (await holder.next()) as { epoch: number };
    await store.open();
    expect(await store.acquire(INBOX)).toBeUndefined();

    await holder.kill();
    const lease = await leaseOf(store, INBOX);
    expect(lease.epoch).toBe(epoch + 1);
    await store.inbox.handled(lease, NUMBER, '2', at(2));
  });

  it('leaves all that it had committed, and a whole file', async () => {
    const known = new Set<string>();
    for (let round = 0; round < 3; round++) {
      const child = children.start('handle', path);
      while (child.told.length < 20 + 60 * round) await child.next();
      await child.kill();
      await store.open();
      const { handled } = (await store.inbox.position(NUMBER))!;
      for (const id of child.told) known.add(String(id));
      expect([...known].filter((id) => !handled.has(id))).toEqual([]);
      // One more may have been committed than could be told.
      expect(handled.size).toBeLessThanOrEqual(known.size + 1);
      for (const id of handled.keys()) known.add(id);
      await store.close();
    }
    const check = connect(path, (file) => file.prepare('PRAGMA integrity_check').raw().get([]));
    expect(check).toEqual(['ok']);
  }, 60_000);

  it('in the middle of a commit, leaves nothing of it', async () => {
    const child = children.start('die in the middle', path);
    expect(await child.ended).toMatchObject({ signal: 'SIGKILL' });
    await store.open();
    expect(await store.inbox.position(NUMBER)).toMatchObject({ intendedAt: at(1), waiting: [] });
  });
});

describe('several processes', () => {
  it('may all make the file at the same time, and lose nothing of each other', async () => {
    const all = Array.from({ length: 4 }, () => children.start('follow', path));
    const ends = await Promise.all(all.map(({ ended }) => ended));
    expect(ends).toEqual(all.map(() => ({ code: 0, signal: null })));
    await store.open();
    expect(await store.delivery.count()).toBe(4 * 50);
  }, 60_000);

  it('are told that they lost a duty, by the commit that comes too late', async () => {
    const holder = children.start('hold', path);
    await holder.next();
    // As when somebody cleans up what he takes for a forgotten lock.
    rmSync(`${path}-${INBOX.replace(':', '-')}.lease`);
    await store.open();
    const lease = await leaseOf(store, INBOX);

    holder.ask();
    expect(await holder.next()).toEqual({ reason: 'lease-lost' });
    await store.inbox.handled(lease, NUMBER, '3', at(3));
    const { handled } = (await store.inbox.position(NUMBER))!;
    expect([...handled.keys()]).toEqual(['1', '3']);
  });
});
