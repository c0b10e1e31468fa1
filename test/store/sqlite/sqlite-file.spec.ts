import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { MIGRATIONS } from '../../../lib/store/sqlite/schema.js';
import { SqliteDelivery } from '../../../lib/store/sqlite/sqlite-delivery.js';
import { SqliteFile } from '../../../lib/store/sqlite/sqlite-file.js';
import { SqliteInbox } from '../../../lib/store/sqlite/sqlite-inbox.js';
import { SqliteLeases } from '../../../lib/store/sqlite/sqlite-leases.js';
import { SqliteStore } from '../../../lib/store/sqlite/sqlite-store.js';
import { at, failure, INBOX, message, NUMBER, text } from '../conformance/samples.js';
import { connect } from './support/connection.js';
import { TemporaryDirectory } from './support/temporary-directory.js';

const VERSION_1 = readFileSync(new URL('fixtures/version-1.sql', import.meta.url), 'utf8');

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
const scalar = (sql: string) => file.statement(sql).get([])![0];

describe('migrations', () => {
  it('find all that version 1 wrote', async () => {
    connect(path, (old) => old.exec(VERSION_1));
    const store = new SqliteStore(path);
    await store.open();
    expect(await store.inbox.position(NUMBER)).toEqual({
      askAfter: '9007199254740993',
      intendedAt: at(1),
      attempts: { id: '9007199254740996', count: 2 },
      handled: new Map([['9007199254740995', at(2)]]),
      waiting: [text('7', 'سلام')],
    });
    expect(await store.inbox.failed()).toEqual([failure('8', 3)]);
    expect(await store.inbox.unannounced()).toEqual([]);
    expect(await store.delivery.due('serverId', at(9), 9)).toEqual([
      { ...message('55', 4), customerId: 'c55', rung: 2, announced: 'Pending', failures: 1 },
    ]);
    expect(await store.delivery.due('customerId', at(9), 9)).toMatchObject([{ id: 'c56' }]);
    expect(await store.balance.isTold()).toBe(true);
    expect(await store.acquire(INBOX)).toMatchObject({ epoch: 1 });
    await store.close();
  });

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
    const leases = new SqliteLeases(file);
    const inbox = new SqliteInbox(file, leases);
    const lease = leases.acquire(INBOX)!;
    // What SQLite promises while the commit is under way: 2 is FULL, 1 NORMAL.
    file.run('watch', () => {
      file.statement('CREATE TEMP TABLE seen (synchronous)').run([]);
      file
        .statement(
          `CREATE TEMP TRIGGER watch AFTER UPDATE ON main.line BEGIN
             INSERT INTO seen SELECT synchronous FROM pragma_synchronous; END`,
        )
        .run([]);
    });
    if (commit === 'intend') await inbox.intend(lease, NUMBER, at(1));
    if (commit === 'keepAnswer') await inbox.keepAnswer(lease, NUMBER, [text('1')]);
    if (commit === 'startAfter') await inbox.startAfter(lease, NUMBER, '1');

    expect(scalar('SELECT DISTINCT synchronous FROM seen')).toBe(synchronous);
    expect(scalar('PRAGMA synchronous')).toBe(1);
    leases.giveUpAll();
  });
});

describe('a store that fails', () => {
  it('says that the disk is full, leaves nothing half done, and goes on when there is room', async () => {
    await file.open();
    const delivery = new SqliteDelivery(file, new SqliteLeases(file));
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
    expect(await delivery.count()).toBe(1);

    scalar('PRAGMA max_page_count = 1000000');
    await delivery.follow(many);
    expect(await delivery.count()).toBe(1001);
  });

  it('rolls back a full disk in the middle of several statements', async () => {
    await file.open();
    const leases = new SqliteLeases(file);
    const inbox = new SqliteInbox(file, leases);
    const lease = leases.acquire(INBOX)!;
    await inbox.intend(lease, NUMBER, at(1));
    scalar(`PRAGMA max_page_count = ${String(scalar('PRAGMA page_count'))}`);
    const texts = Array.from({ length: 90 }, (_, n) => text(String(n), 'سلام '.repeat(20)));

    await expect(inbox.keepAnswer(lease, NUMBER, texts)).rejects.toMatchObject({ reason: 'full' });
    expect(await inbox.position(NUMBER)).toMatchObject({ intendedAt: at(1), waiting: [] });
    leases.giveUpAll();
  });

  it('says that others keep the file locked, and goes on when they let go', async () => {
    await file.open();
    const delivery = new SqliteDelivery(file, new SqliteLeases(file));
    const other = file.connect(path, 0);
    other.exec('BEGIN IMMEDIATE');
    await expect(delivery.follow([message('7', 1)])).rejects.toMatchObject({
      reason: 'busy',
      cause: { code: 'SQLITE_BUSY' },
    });
    other.close();
    await delivery.follow([message('7', 1)]);
    expect(await delivery.count()).toBe(1);
  });

  it('reads while others write', async () => {
    await file.open();
    const delivery = new SqliteDelivery(file, new SqliteLeases(file));
    const other = file.connect(path, 0);
    other.exec('BEGIN IMMEDIATE');
    expect(await delivery.count()).toBe(0);
    expect(await delivery.nextDue()).toBeUndefined();
    other.close();
  });

  it('says that the file is damaged', async () => {
    await file.open();
    await new SqliteDelivery(file, new SqliteLeases(file)).follow(
      Array.from({ length: 200 }, (_, n) => message(`m${n}`, n)),
    );
    file.close();
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0xa5, 1024));
    file = new SqliteFile(path);
    await expect(
      file.open().then(() => new SqliteDelivery(file, new SqliteLeases(file)).count()),
    ).rejects.toMatchObject({ reason: 'corrupt', message: expect.stringContaining('backup') });
  });

  it('shows no text and no number in its errors', async () => {
    await file.open();
    const leases = new SqliteLeases(file);
    const inbox = new SqliteInbox(file, leases);
    const lease = leases.acquire(INBOX)!;
    const tooGreat = text('9223372036854775808', 'a secret');
    const error = (await inbox.keepAnswer(lease, NUMBER, [tooGreat]).catch((e: unknown) => e)) as {
      cause: Error;
    };
    expect(error).toMatchObject({ reason: 'unavailable', cause: { name: 'SqliteError' } });
    expect(JSON.stringify(error)).not.toMatch(/secret|98912|98200/);
    expect((await inbox.position(NUMBER))?.waiting ?? []).toEqual([]);
    leases.giveUpAll();
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
