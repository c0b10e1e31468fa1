import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Client, Pool } from 'pg';
import { inspect } from 'node:util';
import type { PayamSmsStoreError } from '../../../lib/errors/store.error.js';
import { PostgresStore, type PostgresStoreOptions } from '../../../lib/store/postgres/index.js';
import { at, INBOX, leaseOf, message, NUMBER, text } from '../../../lib/testing/store/samples.js';
import { atEnd } from '../../support/at-end.js';
import { until } from '../../support/waiting.js';
import { PostgresServer } from '../support/postgres-server.js';

let shared: PostgresServer;
let admin: Client;
beforeAll(async () => {
  shared = await PostgresServer.start();
  admin = shared.connect();
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await shared.remove();
});

/** A server of the test's own, which it may end. */
async function aServer(settings?: Record<string, string>): Promise<PostgresServer> {
  const server = await PostgresServer.start(settings);
  atEnd(() => server.remove());
  return server;
}

async function open(
  server: PostgresServer,
  options: PostgresStoreOptions = {},
): Promise<PostgresStore> {
  const store = new PostgresStore({ ...(!options.pool && { url: server.url }), ...options });
  await store.open();
  atEnd(() => store.close());
  return store;
}

const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error as PayamSmsStoreError,
  );

describe('the store', () => {
  it('keeps all that was acknowledged over a kill of the server, and goes on by itself', async () => {
    const server = await aServer();
    const account = (await open(server)).account('');
    const lease = await leaseOf(account, INBOX);
    await account.inbox.startAfter(lease, NUMBER, '5');
    await account.inbox.handled(lease, NUMBER, ['7']);
    await account.delivery.follow([message('m', 1)]);
    await server.kill();
    const failure = await failureOf(account.inbox.position(NUMBER));
    expect(failure).toMatchObject({ server: `127.0.0.1:${server.port}/postgres` });
    await server.start();
    await until('it is back', async () => !(await failureOf(account.inbox.position(NUMBER))));
    expect(await account.inbox.position(NUMBER)).toEqual({ cursor: '5' });
    expect(await account.inbox.unhandled(NUMBER, ['6', '7'])).toEqual(['6']);
    expect(await account.delivery.due('serverId', at(9), 9)).toHaveLength(1);
  });

  it('goes on when the server has ended its connections', async () => {
    const account = (await open(shared, { schema: 'ended' })).account('');
    await account.delivery.follow([message('m', 1)]);
    await admin.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()',
    );
    await until(
      'it has new ones',
      async () => !(await failureOf(account.delivery.latestTime(at(1)))),
    );
    expect(await account.delivery.due('serverId', at(9), 9)).toHaveLength(1);
  });

  it('says that a standby takes no writes', async () => {
    const account = (await open(shared, { schema: 'standby' })).account('');
    await admin.query('ALTER SYSTEM SET default_transaction_read_only = on');
    await admin.query('SELECT pg_reload_conf()');
    try {
      await until('it is read-only', async () => {
        return (await failureOf(account.delivery.latestTime(at(1))))?.reason === 'read-only';
      });
    } finally {
      await admin.query('SET default_transaction_read_only = off');
      await admin.query('ALTER SYSTEM RESET default_transaction_read_only');
      await admin.query('SELECT pg_reload_conf()');
    }
    await until(
      'it is written to',
      async () => !(await failureOf(account.delivery.latestTime(at(1)))),
    );
    expect(await account.delivery.latestTime(at(2))).toEqual(at(2));
  });

  it('makes its tables once, however many processes start at the same time', async () => {
    const stores = await Promise.all(
      Array.from({ length: 8 }, () => open(shared, { schema: 'many_start' })),
    );
    await Promise.all(
      stores.map((store, n) => store.account('').delivery.follow([message(`m${n}`, n)])),
    );
    expect(await stores[0]!.account('').delivery.due('serverId', at(9), 99)).toHaveLength(8);
  });

  it('waits at its start for a process that migrates, longer than for anything else', async () => {
    const other = shared.connect();
    await other.connect();
    atEnd(() => other.end());
    await other.query('BEGIN');
    await other.query(`SELECT pg_advisory_xact_lock(hashtext('nestjs-payamsmsslow'))`);
    const store = open(shared, { schema: 'slow' });
    await until('it has waited for longer than a call may take', async () => {
      const { rows } = await admin.query(
        `SELECT FROM pg_stat_activity WHERE query LIKE '%pg_advisory_xact_lock%' AND wait_event = 'advisory'
         AND clock_timestamp() - query_start > interval '3 seconds'`,
      );
      return rows.length > 0;
    });
    await other.query('COMMIT');
    expect((await store).survives).toBe('power');
  });

  it('lets no lease be taken over while a commit under it is under way: it would land after that', async () => {
    const account = (await open(shared, { schema: 'race' })).account('');
    const { inbox } = account;
    const lease = await leaseOf(account, INBOX);
    await inbox.attempted(lease, NUMBER, '7', 1);
    const blocker = shared.connect();
    await blocker.connect();
    atEnd(() => blocker.end());
    await blocker.query('BEGIN');
    await blocker.query('SELECT FROM race.number FOR UPDATE');
    const commit = failureOf(inbox.handled(lease, NUMBER, ['7']));
    await until('the commit waits', async () => {
      const { rows } = await admin.query(
        `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%"race".handled%'`,
      );
      return rows.length > 0;
    });
    const takeOver = admin.query(
      `SET lock_timeout = '300ms'; UPDATE race.lease SET fence = 'next'; RESET lock_timeout`,
    );
    await expect(takeOver).rejects.toMatchObject({ code: '55P03' });
    await admin.query('RESET lock_timeout');
    await blocker.query('COMMIT');
    expect(await commit).toBeUndefined();
    expect(await inbox.unhandled(NUMBER, ['7'])).toEqual([]);
  });

  it('takes a lease over that its holder does not renew, and refuses what that one commits late', async () => {
    const frozen = (await open(shared, { schema: 'frozen' })).account('');
    const lease = await leaseOf(frozen, INBOX);
    // As if its process were frozen: it renews nothing, and its own clock stands still.
    const clock = jest.spyOn(performance, 'now').mockReturnValue(performance.now());
    atEnd(() => clock.mockRestore());
    const next = (await open(shared, { schema: 'frozen' })).account('');
    await admin.query('UPDATE frozen.lease SET expires_at = now()');
    await until('it is taken over', async () => (await next.acquire(INBOX)) !== undefined);
    expect(lease.isHeld()).toBe(true);
    expect(await failureOf(frozen.inbox.handled(lease, NUMBER, ['7']))).toMatchObject({
      reason: 'lease-lost',
    });
    expect(await next.inbox.unhandled(NUMBER, ['7'])).toEqual(['7']);
  });

  it('hangs at no server that does not answer', async () => {
    const server = await aServer();
    const account = (await open(server)).account('');
    const lock = server.connect();
    await lock.connect();
    await lock.query('BEGIN');
    await lock.query('LOCK TABLE payamsms.clock');
    expect(await failureOf(account.delivery.latestTime(at(1)))).toMatchObject({
      reason: 'unavailable',
    });
    await lock.query('ROLLBACK');
    await lock.end();
    expect(await account.delivery.latestTime(at(1))).toEqual(at(1));
  });

  it('fails to open within its time where the server is away, without its password', async () => {
    const server = await aServer();
    await server.kill();
    const store = new PostgresStore({
      url: `postgres://user:hush@127.0.0.1:${server.port}/postgres`,
    });
    const error = await failureOf(store.open());
    expect(error).toMatchObject({ reason: 'unavailable' });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('hush');
  });

  it('shows neither texts nor numbers in what it fails with', async () => {
    const account = (await open(shared, { schema: 'secrets' })).account('');
    const lease = await leaseOf(account, INBOX);
    await admin.query('ALTER TABLE secrets.kept ADD CHECK (length(text) < 5)');
    const error = await failureOf(
      account.inbox.keepAnswer(lease, NUMBER, [text('1', 'a secret text')]),
    );
    expect(error).toMatchObject({ reason: 'unavailable', cause: { code: '23514' } });
    const shown = inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error);
    expect(shown).not.toMatch(/secret text|989121234567/);
  });

  it('works in a schema that was made for a role that may make none', async () => {
    await admin.query(`CREATE ROLE app LOGIN; CREATE SCHEMA for_app AUTHORIZATION app`);
    const url = `postgres://app@127.0.0.1:${shared.port}/postgres`;
    const { delivery } = (await open(shared, { url, schema: 'for_app' })).account('');
    await delivery.follow([message('m', 1)]);
    expect(await delivery.due('serverId', at(1), 9)).toHaveLength(1);
    expect(await failureOf(open(shared, { url, schema: 'no_right' }))).toMatchObject({
      reason: 'read-only',
    });
  });

  it('does not open a schema that holds something else, or what a later version has written', async () => {
    await admin.query('CREATE SCHEMA theirs; CREATE TABLE theirs.users (id int)');
    expect(await failureOf(open(shared, { schema: 'theirs' }))).toMatchObject({
      reason: 'foreign',
    });
    await open(shared, { schema: 'later' });
    await admin.query('UPDATE later.version SET number = 99');
    expect(await failureOf(open(shared, { schema: 'later' }))).toMatchObject({ reason: 'newer' });
  });

  it('uses a pool of the app, whichever connection each call gets, and does not close it', async () => {
    const pool = new Pool({ connectionString: shared.url, max: 3, maxUses: 1 });
    atEnd(() => pool.end());
    const store = new PostgresStore({ pool, schema: 'pooled' });
    await store.open();
    const account = store.account('');
    const lease = await leaseOf(account, INBOX);
    await account.inbox.handled(lease, NUMBER, ['7']);
    expect(await account.inbox.unhandled(NUMBER, ['6', '7'])).toEqual(['6']);
    await store.close();
    expect((await pool.query('SELECT 1')).rowCount).toBe(1);
  });

  it('reads what is due by its index, of very many messages', async () => {
    const { delivery } = (await open(shared, { schema: 'due' })).account('');
    const messages = Array.from({ length: 5_000 }, (_, n) => message(`80000000000${n}`, n));
    await delivery.follow(messages);
    const page = await delivery.due('serverId', at(6_000), 3_000);
    const rest = await delivery.due('serverId', at(6_000), 3_000, page.at(-1));
    expect([...page, ...rest].map(({ id }) => id)).toEqual(messages.map(({ id }) => id));
    await admin.query('ANALYZE due.followed');
    const { rows } = await admin.query(
      `EXPLAIN SELECT * FROM due.followed WHERE account = '' AND kind = 0 AND due_at <= ${at(6_000).getTime()}
       AND (due_at, id) > (${at(100).getTime()}, 'x') ORDER BY due_at, id LIMIT 100`,
    );
    const plan = JSON.stringify(rows);
    expect(plan).toContain('followed_due');
    expect(plan).not.toMatch(/Sort|Seq Scan/);
  });

  it('says what it survives, and warns where that is less than a loss of power', async () => {
    const warned: string[] = [];
    const warn = jest
      .spyOn(Logger.prototype, 'warn')
      .mockImplementation((said) => warned.push(said as string));
    atEnd(() => warn.mockRestore());
    expect((await open(shared)).survives).toBe('power');
    expect(warned).toEqual([]);
    const server = await aServer({ synchronous_commit: 'off' });
    expect((await open(server)).survives).toBe('process');
    expect(warned).toEqual([expect.stringContaining('synchronous_commit off')]);
  });
});
