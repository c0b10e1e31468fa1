import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { PayamSmsStoreError } from '../../../lib/errors/store.error.js';
import type { AccountStore } from '../../../lib/store/store.js';
import { SqliteStore } from '../../../lib/store/sqlite/sqlite-store.js';
import { at, INBOX, leaseOf, message, NUMBER } from '../../../lib/testing/store/samples.js';
import { Children } from './support/child.js';
import { connect } from './support/connection.js';
import { TemporaryDirectory } from './support/temporary-directory.js';
import { asNobody } from './support/as-nobody.js';

const countOf = async (store: SqliteStore) =>
  (await store.account('').delivery.due('serverId', at(99), 99)).length;

const directory = new TemporaryDirectory();
const children = new Children();
let path: string;

beforeEach(() => {
  path = directory.make('sms.db');
});
afterEach(() => {
  children.killAll();
  directory.remove();
});

/** The reason why a store does not open; it then has no file open, and opens when it can. */
async function refusal(file = path): Promise<PayamSmsStoreError> {
  const error: unknown = await new SqliteStore(file).open().catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(PayamSmsStoreError);
  return error as PayamSmsStoreError;
}

describe('a file that is not there', () => {
  it('is made, and found again', async () => {
    const store = new SqliteStore(path);
    await store.open();
    await store.account('').delivery.follow([message('7', 1)]);
    await store.close();
    const again = new SqliteStore(path);
    await again.open();
    expect(await countOf(again)).toBe(1);
    await again.close();
  });

  it('is readable for its owner alone, with all that stands beside it', async () => {
    const umask = process.umask(0);
    const store = new SqliteStore(path);
    try {
      await store.open();
      await leaseOf(store.account(''), INBOX);
      await store.account('').delivery.follow([message('7', 1)]);
    } finally {
      process.umask(umask);
    }
    const modes = readdirSync(directory.path()).map((file) => [
      file,
      (statSync(directory.path(file)).mode & 0o777).toString(8),
    ]);
    expect(Object.fromEntries(modes)).toEqual({
      'sms.db': '600',
      'sms.db-wal': '600',
      'sms.db-shm': '600',
      'sms.db-inbox-982000123.lease': '600',
    });
    await store.close();
  });

  it('is not made in a directory that does not exist', async () => {
    expect(await refusal(directory.path('missing/sms.db'))).toMatchObject({
      reason: 'no-directory',
      file: directory.path('missing/sms.db'),
    });
    expect(existsSync(directory.path('missing'))).toBe(false);
  });

  it('is not made under a file', async () => {
    writeFileSync(directory.path('file'), '');
    expect(await refusal(directory.path('file/sms.db'))).toMatchObject({
      reason: 'no-directory',
      file: directory.path('file/sms.db'),
    });
  });

  it('needs a name', () => {
    expect(() => new SqliteStore('')).toThrow(TypeError);
    expect(() => new SqliteStore(undefined as unknown as string)).toThrow(TypeError);
  });

  it.each([':memory:', ' :MEMORY:', 'file::memory:', 'file:/tmp/sms.db?mode=memory'])(
    'of a path, not %j, and makes no file',
    (name) => {
      expect(() => new SqliteStore(name)).toThrow(/leave the option store out/);
      expect(existsSync(name)).toBe(false);
    },
  );

  it.each(['   ', 'a\0b'])('is refused when it cannot be one: %j', (name) => {
    expect(() => new SqliteStore(name)).toThrow(TypeError);
  });

  it.each([
    'a b.db',
    'a?mode=memory',
    'a#b.db',
    'a%20b.db',
    "it's.db",
    'sms;.db',
    ':memory:',
    'پیامک.db',
    '-x',
  ])('has whatever name it was given: %s', async (name) => {
    const store = new SqliteStore(directory.path(name));
    await store.open();
    await store.account('').delivery.follow([message('7', 1)]);
    const held = await leaseOf(store.account(''), 'delivery');
    await held.release();
    await store.close();
    expect(readdirSync(directory.path()).filter((file) => !file.startsWith(name))).toEqual([]);
    expect(existsSync(directory.path(name))).toBe(true);
  });
});

const linked = (make: (other: string) => void) => () => {
  const other = directory.path('other.db');
  writeFileSync(other, '');
  make(other);
};

describe('a file that is there', () => {
  it('is taken away from group and others', async () => {
    writeFileSync(path, '');
    chmodSync(path, 0o644);
    const store = new SqliteStore(path);
    await store.open();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await store.close();
  });

  it('is refused when it is no database', async () => {
    writeFileSync(path, 'a list of things to buy\n'.repeat(100), { mode: 0o644 });
    expect(await refusal()).toMatchObject({ reason: 'foreign', file: path });
    expect(statSync(path).mode & 0o777).toBe(0o644);
  });

  it.each<[string, string, () => void]>([
    ['is a symbolic link', '', linked((other) => symlinkSync(other, path))],
    ['is a dangling link', '', () => symlinkSync(directory.path('nowhere'), path)],
    ['is a hard link', '', linked((other) => linkSync(other, path))],
    ['has a log that is a link', '-wal', linked((other) => symlinkSync(other, `${path}-wal`))],
    ['has an index that is a link', '-shm', linked((other) => symlinkSync(other, `${path}-shm`))],
    [
      'has a journal that is a link',
      '-journal',
      linked((other) => linkSync(other, `${path}-journal`)),
    ],
    [
      'has a dangling journal',
      '-journal',
      () => symlinkSync(directory.path('nowhere'), `${path}-journal`),
    ],
  ])('is refused when it %s', async (_, suffix, make) => {
    make();
    expect(await refusal()).toMatchObject({ reason: 'not-private', file: path + suffix });
  });

  it('is refused when it is another user’s', async () => {
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) {
      writeFileSync(path, '');
      chownSync(path, 65_534, 65_534);
    }
    const file = isRoot ? path : '/etc/passwd';
    expect(await refusal(file)).toMatchObject({ reason: 'not-private', file });
  });

  it('takes a lease away from group and others', async () => {
    const store = new SqliteStore(path);
    await store.open();
    const lock = `${path}-delivery.lease`;
    writeFileSync(lock, '');
    chmodSync(lock, 0o666);
    expect(await store.account('').acquire('delivery')).toBeDefined();
    expect(statSync(lock).mode & 0o777).toBe(0o600);
    await store.close();
  });

  it.each(['', '-journal', '-wal', '-shm'])(
    'gives no lease by a file that is a link: %j',
    async (suffix) => {
      const store = new SqliteStore(path);
      await store.open();
      const lock = `${path}-delivery.lease${suffix}`;
      symlinkSync(directory.path('nowhere'), lock);
      await expect(store.account('').acquire('delivery')).rejects.toMatchObject({
        reason: 'not-private',
        file: lock,
      });
      await store.close();
    },
  );

  it('is refused when it is a directory', async () => {
    mkdirSync(path);
    expect(await refusal()).toMatchObject({ reason: 'foreign', file: path });
  });

  it.each([
    ['has tables and no mark', 'CREATE TABLE shopping (item)'],
    ['has the mark of another program', 'PRAGMA application_id = 42'],
  ])('is refused when it %s, and left alone', async (_, sql) => {
    connect(path, (other) => other.exec(sql));
    const size = statSync(path).size;
    expect(await refusal()).toMatchObject({ reason: 'foreign', file: path });
    expect(statSync(path).size).toBe(size);
  });

  it('is refused when a newer version wrote it', async () => {
    const store = new SqliteStore(path);
    await store.open();
    await store.close();
    connect(path, (other) => other.exec('PRAGMA user_version = 1000'));
    expect(await refusal()).toMatchObject({ reason: 'newer', file: path });
    expect((await refusal()).message).toBe(
      `The store ${path} could not open: a newer version of nestjs-payamsms wrote it; update the package in this app too`,
    );
  });

  it('is refused when it may not be written', async () => {
    await children.start('follow', path).ended;
    const error = await asNobody(directory.path(), () => {
      chmodSync(path, 0o400);
      return refusal();
    });
    expect(error).toMatchObject({ reason: 'read-only', file: path });
  });

  it.each([
    ['new', false],
    ['there already', true],
  ])('is refused in a directory that may not be written, when it is %s', async (_, isThere) => {
    if (isThere) await children.start('follow', path).ended;
    const error = await asNobody(directory.path(), () => {
      chmodSync(directory.path(), 0o500);
      return refusal();
    });
    chmodSync(directory.path(), 0o700);
    expect(error).toMatchObject({ reason: 'read-only', file: path });
  });

  it('may be opened after it was refused', async () => {
    writeFileSync(path, 'no database at all\n'.repeat(100));
    const store = new SqliteStore(path);
    await expect(store.open()).rejects.toMatchObject({ reason: 'foreign' });
    writeFileSync(path, '');
    await store.open();
    expect(await countOf(store)).toBe(0);
    await store.close();
  });
});

describe('a store that is closed', () => {
  it('says so, before it was opened and after', async () => {
    const store = new SqliteStore(path);
    await expect(countOf(store)).rejects.toMatchObject({ reason: 'closed' });
    await expect(store.account('').acquire(INBOX)).rejects.toMatchObject({ reason: 'closed' });
    await store.open();
    const lease = await leaseOf(store.account(''), INBOX);
    await store.close();
    await store.close();
    await expect(store.account('').inbox.position('982000')).rejects.toMatchObject({
      reason: 'closed',
    });
    await expect(store.account('').inbox.startAfter(lease, '982000', '1')).rejects.toMatchObject({
      name: 'PayamSmsStoreError',
    });
    await expect(store.account('').acquire(INBOX)).rejects.toMatchObject({ reason: 'closed' });
  });

  it('leaves a file that stands alone', async () => {
    const store = new SqliteStore(path);
    await store.open();
    await store.account('').delivery.follow([message('7', 1)]);
    await store.close();
    const wal = statSync(`${path}-wal`, { throwIfNoEntry: false });
    expect(wal?.size ?? 0).toBe(0);
  });

  it('may be opened twice, and is closed then by one call', async () => {
    const store = new SqliteStore(path);
    await Promise.all([store.open(), store.open()]);
    await store.close();
    await expect(countOf(store)).rejects.toMatchObject({ reason: 'closed' });
    await store.open();
    expect(await countOf(store)).toBe(0);
    await store.close();
  });

  it('takes the rows of another file for no rows of its own', async () => {
    const store = new SqliteStore(path);
    await store.open();
    for (const name of ['a', 'b']) await commit(store.account(name), '1');
    await store.close();
    for (const file of readdirSync(directory.path())) rmSync(directory.path(file));
    await store.open();
    for (const [name, id] of AFTERWARDS) await commit(store.account(name), id);
    for (const [name, id] of AFTERWARDS) {
      const ids = ['1', '2', '3', '4'];
      const unhandled = await store.account(name).inbox.unhandled(NUMBER, ids);
      expect(unhandled).toEqual(ids.filter((one) => one !== id));
    }
    await store.close();
  });
});

/** Accounts of the second file, one of them known from the first. */
const AFTERWARDS = [
  ['b', '2'],
  ['c', '3'],
  ['d', '4'],
] as const;

async function commit(account: AccountStore, id: string): Promise<void> {
  const lease = await leaseOf(account, INBOX);
  await account.inbox.handled(lease, NUMBER, [id]);
  await lease.release();
}
