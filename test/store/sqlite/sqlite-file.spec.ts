import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { MIGRATIONS } from '../../../lib/store/sqlite/migrations.js';
import { SqliteAccount } from '../../../lib/store/sqlite/sqlite-account.js';
import { SqliteFile } from '../../../lib/store/sqlite/sqlite-file.js';
import { at, INBOX, leaseOf, message, NUMBER, text } from '../../../lib/testing/store/samples.js';
import { TemporaryDirectory } from './support/temporary-directory.js';

const directory = new TemporaryDirectory();
let path: string;
let file: SqliteFile;

beforeEach(() => {
  path = directory.make('sms.db');
  file = new SqliteFile(path, { busyTimeoutMs: 20 });
});
afterEach(() => {
  file.close();
  directory.remove();
});

const added = (sql: string) => new SqliteFile(path, { migrations: [...MIGRATIONS, sql] });
const countOf = async ({ delivery }: Pick<SqliteAccount, 'delivery'>) =>
  (await delivery.due('serverId', at(9999), 9999)).length;
const scalar = (sql: string) => file.statement(sql).get([])![0];

describe('migrations', () => {
  it('do each step once', async () => {
    await file.open();
    file.close();
    for (let time = 0; time < 2; time++) {
      file = added('CREATE TABLE more (id INTEGER); INSERT INTO more VALUES (1);');
      await file.open();
      expect(scalar('SELECT count(*) FROM more')).toBe(1);
      expect(scalar('PRAGMA user_version')).toBe(MIGRATIONS.length + 1);
      file.close();
    }
  });

  it('leave the file as it was when a step fails', async () => {
    await file.open();
    file.close();
    await expect(added('CREATE TABLE more (id); nonsense').open()).rejects.toMatchObject({
      reason: 'unavailable',
      cause: { name: 'SqliteError' },
    });
    await file.open();
    expect(scalar("SELECT count(*) FROM sqlite_schema WHERE name = 'more'")).toBe(0);
    expect(scalar('PRAGMA user_version')).toBe(MIGRATIONS.length);
  });
});

describe('a loss of power', () => {
  it.each([
    ['costs no announced destructive read', 2, 'intend'],
    ['costs no answer of one', 2, 'keepAnswer'],
    ['may cost the last places', 1, 'startAfter'],
  ] as const)('%s', async (_, synchronous, commit) => {
    await file.open();
    const account = new SqliteAccount(file, '');
    const { inbox } = account;
    const lease = await leaseOf(account, INBOX);
    // What SQLite promises while the commit is under way: 2 is FULL, 1 NORMAL.
    file.run('watch', () => {
      file.statement('CREATE TEMP TABLE seen (synchronous)').run([]);
      file
        .statement(
          `CREATE TEMP TRIGGER watch AFTER UPDATE ON main.number BEGIN
             INSERT INTO seen SELECT synchronous FROM pragma_synchronous; END`,
        )
        .run([]);
    });
    if (commit === 'intend') await inbox.intend(lease, NUMBER, at(1));
    if (commit === 'keepAnswer') await inbox.keepAnswer(lease, NUMBER, [text('1')]);
    if (commit === 'startAfter') await inbox.startAfter(lease, NUMBER, '1');

    expect(scalar('SELECT DISTINCT synchronous FROM seen')).toBe(synchronous);
    expect(scalar('PRAGMA synchronous')).toBe(1);
    account.close();
  });
});

describe('a store that fails', () => {
  it('says that the disk is full, leaves nothing half done, and goes on when there is room', async () => {
    await file.open();
    const { delivery } = new SqliteAccount(file, '');
    await delivery.follow([message('first', 1)]);
    scalar(`PRAGMA max_page_count = ${Number(scalar('PRAGMA page_count')) + 2}`);
    const many = Array.from({ length: 1000 }, (_, n) => message(`m${n}`, n));

    await expect(delivery.follow(many)).rejects.toMatchObject({
      name: 'PayamSmsStoreError',
      reason: 'full',
      file: path,
      message: expect.stringContaining('free some space'),
      cause: { code: 'SQLITE_FULL' },
    });
    expect(await countOf({ delivery })).toBe(1);

    scalar('PRAGMA max_page_count = 1000000');
    await delivery.follow(many);
    expect(await countOf({ delivery })).toBe(1001);
  });

  it('rolls back a full disk in the middle of several statements', async () => {
    await file.open();
    const account = new SqliteAccount(file, '');
    const { inbox } = account;
    const lease = await leaseOf(account, INBOX);
    await inbox.intend(lease, NUMBER, at(1));
    scalar(`PRAGMA max_page_count = ${String(scalar('PRAGMA page_count'))}`);
    const texts = Array.from({ length: 90 }, (_, n) => text(String(n), 'سلام '.repeat(20)));

    await expect(inbox.keepAnswer(lease, NUMBER, texts)).rejects.toMatchObject({ reason: 'full' });
    expect(await inbox.position(NUMBER)).toEqual({ intendedAt: at(1) });
    expect(await inbox.kept(NUMBER, undefined, 9)).toEqual([]);
    account.close();
  });

  it('says that others keep the file locked, and goes on when they let go', async () => {
    await file.open();
    const { delivery } = new SqliteAccount(file, '');
    const other = file.connect(path, 0);
    other.exec('BEGIN IMMEDIATE');
    await expect(delivery.follow([message('7', 1)])).rejects.toMatchObject({
      reason: 'busy',
      cause: { code: 'SQLITE_BUSY' },
    });
    other.close();
    await delivery.follow([message('7', 1)]);
    expect(await countOf({ delivery })).toBe(1);
  });

  it('reads while others write', async () => {
    await file.open();
    const { delivery } = new SqliteAccount(file, '');
    const other = file.connect(path, 0);
    other.exec('BEGIN IMMEDIATE');
    expect(await countOf({ delivery })).toBe(0);
    other.close();
  });

  it('says that the file is damaged', async () => {
    await file.open();
    await new SqliteAccount(file, '').delivery.follow(
      Array.from({ length: 200 }, (_, n) => message(`m${n}`, n)),
    );
    file.close();
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0xa5, 1024));
    file = new SqliteFile(path);
    await expect(
      file.open().then(() => countOf(new SqliteAccount(file, ''))),
    ).rejects.toMatchObject({ reason: 'corrupt', message: expect.stringContaining('backup') });
  });

  it('shows no text and no number in its errors', async () => {
    await file.open();
    const account = new SqliteAccount(file, '');
    const { inbox } = account;
    const lease = await leaseOf(account, INBOX);
    const tooGreat = text('9223372036854775808', 'a secret');
    const error = (await inbox.keepAnswer(lease, NUMBER, [tooGreat]).catch((e: unknown) => e)) as {
      cause: Error;
    };
    expect(error).toMatchObject({ reason: 'unavailable', cause: { name: 'SqliteError' } });
    expect(JSON.stringify(error)).not.toMatch(/secret|98912|98200/);
    expect(await inbox.kept(NUMBER, undefined, 9)).toEqual([]);
    account.close();
  });
});

it('says which package it needs, where that is missing', async () => {
  const nowhere = createRequire('/');
  const builtin = jest
    .spyOn(process, 'getBuiltinModule')
    .mockReturnValue({ createRequire: () => nowhere });
  try {
    await expect(file.open()).rejects.toMatchObject({
      name: 'PayamSmsStoreError',
      reason: 'no-driver',
      message: expect.stringContaining('npm install libsql'),
    });
  } finally {
    builtin.mockRestore();
  }
});
