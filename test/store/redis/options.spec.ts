import { describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import { type RedisStoreOptions, RedisStore } from 'nestjs-payamsms/redis';
import { readOptions } from '../../../lib/store/redis/options.js';

const client = {
  duplicate: (): unknown => undefined,
  options: { host: 'redis.example.ir', port: 6380 },
};

describe('where a Redis store keeps what it keeps', () => {
  it.each([
    [{ url: 'redis://localhost:6379' }, 'payamsms', 'localhost:6379'],
    [
      { url: 'rediss://user:secret@redis.example.ir:7000/2?prefix=shop' },
      'shop',
      'redis.example.ir:7000',
    ],
    [{ url: 'redis://localhost?prefix=shop', prefix: 'mine' }, 'mine', 'localhost'],
    [{ client }, 'payamsms', 'redis.example.ir:6380'],
    [{ client: { duplicate: (): unknown => undefined } }, 'payamsms', 'Redis'],
  ])('is read from %j', (options, prefix, server) => {
    expect(readOptions(options)).toMatchObject({ prefix, server });
  });

  it('leaves its own part of the URL out of what the driver gets', () => {
    const { given } = readOptions({ url: 'redis://localhost:6379/2?family=6&prefix=shop' });
    expect(given).toEqual({ url: 'redis://localhost:6379/2?family=6' });
  });

  it.each([
    [undefined, /either a url or a client/],
    [{}, /either a url or a client/],
    [{ url: 'redis://a', client }, /either a url or a client/],
    [{ url: 'http://:secret@localhost' }, /redis:\/\/HOST:PORT/],
    [{ url: 'secret' }, /redis:\/\/HOST:PORT/],
    [{ url: 5 }, /redis:\/\/HOST:PORT/],
    [{ client: {} }, /a Redis or a Cluster of ioredis/],
    [{ url: 'redis://a', prefix: 'a{b}' }, /prefix/],
    [{ url: 'redis://a', durable: 'yes' }, /durable/],
  ])('is refused as %j, with what it should be and no secret', (options, message) => {
    const make = () => new RedisStore(options as RedisStoreOptions);
    expect(make).toThrow(TypeError);
    expect(make).toThrow(message);
    expect(make).not.toThrow(/secret/);
  });

  it('shows no password in the store', () => {
    const store = new RedisStore({ url: 'redis://user:hush@localhost' });
    expect(inspect(store, { depth: 9, showHidden: true }) + JSON.stringify(store)).not.toContain(
      'hush',
    );
  });
});
