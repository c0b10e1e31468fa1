import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Redis } from 'ioredis';
import { inspect } from 'node:util';
import { PayamSmsStoreError } from '../../../lib/errors/store.error.js';
import { RedisStore, type RedisStoreOptions } from '../../../lib/store/redis/index.js';
import { at, INBOX, leaseOf, message, NUMBER, text } from '../../../lib/testing/store/samples.js';
import { atEnd } from '../../support/at-end.js';
import { until } from '../../support/waiting.js';
import { DURABLE, RedisServer } from '../support/redis-server.js';

let shared: RedisServer;
beforeAll(async () => {
  shared = await RedisServer.start();
});
afterAll(() => shared.remove());

/** A server of the test's own, which it may end. */
async function aServer(settings?: Record<string, string>): Promise<RedisServer> {
  const server = await RedisServer.start(settings);
  atEnd(() => server.remove());
  return server;
}

async function open(server: RedisServer, options: RedisStoreOptions = {}): Promise<RedisStore> {
  const store = new RedisStore({ ...(!options.client && { url: server.url }), ...options });
  await store.open();
  atEnd(() => store.close());
  return store;
}

function warnings(): string[] {
  const warned: string[] = [];
  const warn = jest
    .spyOn(Logger.prototype, 'warn')
    .mockImplementation((said) => warned.push(said as string));
  atEnd(() => warn.mockRestore());
  return warned;
}

const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error as PayamSmsStoreError,
  );

describe('a Redis that writes down what it acknowledges', () => {
  it('keeps all of it over a kill, and the store goes on by itself', async () => {
    const server = await aServer();
    const account = (await open(server)).account('');
    const lease = await leaseOf(account, INBOX);
    await account.inbox.startAfter(lease, NUMBER, '5');
    await account.inbox.handled(lease, NUMBER, ['7']);
    await account.delivery.follow([message('m', 1)]);
    await server.kill();
    expect(await failureOf(account.inbox.position(NUMBER))).toMatchObject({
      reason: 'unavailable',
      server: `127.0.0.1:${server.port}`,
    });
    await server.start();
    await until('it is back', async () => !(await failureOf(account.inbox.position(NUMBER))));
    expect(await account.inbox.position(NUMBER)).toEqual({ cursor: '5' });
    expect(await account.inbox.unhandled(NUMBER, ['6', '7'])).toEqual(['6']);
    expect(await account.delivery.due('serverId', at(9), 9)).toHaveLength(1);
  });

  it('survives a loss of power, and is warned of in no log', async () => {
    const warned = warnings();
    expect((await open(shared)).survives).toBe('power');
    expect(warned).toEqual([]);
  });
});

describe('a Redis that does not', () => {
  it.each([
    [{ appendonly: 'no', save: '' }, /appendonly no/],
    [{ appendonly: 'yes', appendfsync: 'everysec', save: '' }, /appendfsync everysec/],
  ])('with %j is warned of, and survives the process alone', async (settings, said) => {
    const warned = warnings();
    const store = await open(await aServer(settings));
    expect(store.survives).toBe('process');
    expect(warned).toEqual([expect.stringMatching(said)]);
  });

  it('is refused where it may evict keys', async () => {
    const server = await aServer({
      ...DURABLE,
      maxmemory: '50mb',
      'maxmemory-policy': 'allkeys-lru',
    });
    expect(await failureOf(open(server))).toMatchObject({ reason: 'may-evict' });
  });

  it('counts so where it does not tell its settings, unless the store is told otherwise', async () => {
    const server = await aServer();
    const client = server.connect();
    atEnd(() => client.disconnect());
    await client.acl('SETUSER', 'managed', 'on', '>pass', '~*', '+@all', '-config');
    const url = `redis://managed:pass@127.0.0.1:${server.port}`;
    const warned = warnings();
    expect((await open(server, { url })).survives).toBe('process');
    expect(warned).toEqual([expect.stringMatching(/durable: true/)]);
    expect((await open(server, { url, durable: true })).survives).toBe('power');
    expect(warned).toHaveLength(1);
  });
});

describe('the store', () => {
  it('goes on when the server has forgotten its scripts', async () => {
    const account = (await open(shared, { prefix: 'scripts' })).account('');
    const lease = await leaseOf(account, INBOX);
    const client = shared.connect();
    atEnd(() => client.disconnect());
    await client.script('FLUSH');
    await account.inbox.handled(lease, NUMBER, ['7']);
    expect(await account.inbox.unhandled(NUMBER, ['6', '7'])).toEqual(['6']);
  });

  it('says that a replica takes no writes, and goes on once it is the master', async () => {
    const server = await aServer();
    const account = (await open(server)).account('');
    const client = server.connect();
    atEnd(() => client.disconnect());
    await client.replicaof('127.0.0.1', String(shared.port));
    await until('it is a replica', async () =>
      ['read-only', 'unavailable'].includes(
        String((await failureOf(account.delivery.latestTime(at(1))))?.reason),
      ),
    );
    await client.replicaof('NO', 'ONE');
    await until(
      'it is written to',
      async () => !(await failureOf(account.delivery.latestTime(at(1)))),
    );
    expect(await account.delivery.latestTime(at(2))).toEqual(at(2));
  });

  it('hangs at no server that does not answer: calls fail, and its lease is lost by the clock', async () => {
    const server = await aServer();
    const account = (await open(server)).account('');
    const lease = await leaseOf(account, INBOX);
    server.freeze();
    expect(await failureOf(account.inbox.handled(lease, NUMBER, ['7']))).toMatchObject({
      reason: 'unavailable',
    });
    await until('the lease is over', () => !lease.isHeld());
    expect(await failureOf(account.inbox.handled(lease, NUMBER, ['8']))).toMatchObject({
      reason: 'lease-lost',
    });
    server.thaw();
    await until('it is taken again', async () => {
      const next = await account.acquire(INBOX).catch(() => undefined);
      return next !== undefined;
    });
  });

  it('takes a lease over that its holder does not renew, and refuses what that one commits late', async () => {
    const frozen = (await open(shared, { prefix: 'frozen' })).account('');
    const lease = await leaseOf(frozen, INBOX);
    // As if its process were frozen: it renews nothing, and its own clock stands still.
    const clock = jest.spyOn(performance, 'now').mockReturnValue(performance.now());
    atEnd(() => clock.mockRestore());
    const next = (await open(shared, { prefix: 'frozen' })).account('');
    const client = shared.connect();
    atEnd(() => client.disconnect());
    await client.pexpire(`{frozen:}:lease:${INBOX}`, 1);
    await until('it is taken over', async () => (await next.acquire(INBOX)) !== undefined);
    expect(lease.isHeld()).toBe(true);
    expect(await failureOf(frozen.inbox.handled(lease, NUMBER, ['7']))).toMatchObject({
      reason: 'lease-lost',
    });
    expect(await next.inbox.unhandled(NUMBER, ['7'])).toEqual(['7']);
  });

  it('fails to open within its time where the server is away, without its password', async () => {
    const server = await aServer();
    await server.kill();
    const store = new RedisStore({ url: `redis://user:hush@127.0.0.1:${server.port}` });
    const error = await failureOf(store.open());
    expect(error).toMatchObject({ reason: 'unavailable', server: `127.0.0.1:${server.port}` });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('hush');
  }, 60_000);

  it('fails to open at once where the password is wrong, without it', async () => {
    const server = await aServer();
    const client = server.connect();
    atEnd(() => client.disconnect());
    await client.config('SET', 'requirepass', 'right');
    const store = new RedisStore({ url: `redis://:hush@127.0.0.1:${server.port}` });
    const error = await failureOf(store.open());
    expect(error).toBeInstanceOf(PayamSmsStoreError);
    expect(String(error?.cause)).toMatch(/WRONGPASS/);
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('hush');
  });

  it('shows neither texts nor numbers in what it fails with', async () => {
    const account = (await open(shared, { prefix: 'secrets' })).account('');
    const lease = await leaseOf(account, INBOX);
    const client = shared.connect();
    atEnd(() => client.disconnect());
    await client.set(`{secrets:}:inbox:${NUMBER}:texts`, 'of another kind');
    const secret = text('1', 'a secret text');
    const error = await failureOf(account.inbox.keepAnswer(lease, NUMBER, [secret]));
    expect(error).toMatchObject({ reason: 'foreign' });
    expect(String(error?.cause)).toMatch(/WRONGTYPE/);
    const shown = inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error);
    expect(shown).not.toMatch(/secret text|989121234567/);
  });

  it('uses a client of the app for its settings alone', async () => {
    const client = new Redis(shared.url, { maxRetriesPerRequest: null, lazyConnect: true });
    atEnd(() => client.disconnect());
    const store = new RedisStore({ client, prefix: 'given' });
    await store.open();
    await store.account('').delivery.follow([message('m', 1)]);
    expect(client.status).toBe('wait');
    await store.close();
    expect(await client.ping()).toBe('PONG');
  });

  it('does not open what a later version has written, or something else', async () => {
    const client = shared.connect();
    atEnd(() => client.disconnect());
    await client.mset('later:layout', '2', 'other:layout', 'a cache');
    expect(await failureOf(open(shared, { prefix: 'later' }))).toMatchObject({ reason: 'newer' });
    expect(await failureOf(open(shared, { prefix: 'other' }))).toMatchObject({ reason: 'foreign' });
  });

  it('keeps 5,000 followed messages, page by page, in some 300 bytes each', async () => {
    const { delivery } = (await open(shared, { prefix: 'many' })).account('');
    const messages = Array.from({ length: 5_000 }, (_, n) => message(`80000000000${n}`, n));
    for (let n = 0; n < 5_000; n += 250) await delivery.follow(messages.slice(n, n + 250));
    const page = await delivery.due('serverId', at(6_000), 3_000);
    const rest = await delivery.due('serverId', at(6_000), 3_000, page.at(-1));
    expect([...page, ...rest].map(({ id }) => id)).toEqual(messages.map(({ id }) => id));
    const client = shared.connect();
    atEnd(() => client.disconnect());
    const bytes = await Promise.all(
      ['', ':due'].map((part) =>
        client.memory('USAGE', `{many:}:followed:serverId${part}`, 'SAMPLES', 0),
      ),
    );
    expect((Number(bytes[0]) + Number(bytes[1])) / 5_000).toBeLessThan(350);
  });
});
