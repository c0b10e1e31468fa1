import { describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import { PostgresStore, type PostgresStoreOptions } from 'nestjs-payamsms/postgres';
import { readOptions } from '../../../lib/store/postgres/options.js';

const pool = {
  query: async () => ({ rows: [] }),
  connect: () => Promise.reject(new Error('none')),
  options: { host: 'db.example.ir', database: 'shop' },
};

describe('where a PostgreSQL store keeps what it keeps', () => {
  it.each([
    [{ url: 'postgres://user:secret@localhost:5433/shop' }, 'payamsms', 'localhost:5433/shop'],
    [{ url: 'postgresql://localhost/shop?schema=sms' }, 'sms', 'localhost/shop'],
    [{ url: 'postgres://localhost/shop?schema=public', schema: 'mine' }, 'mine', 'localhost/shop'],
    [{ pool }, 'payamsms', 'db.example.ir:5432/shop'],
    [{ pool: { query: pool.query, connect: pool.connect } }, 'payamsms', 'PostgreSQL'],
  ])('is read from %j', (options, schema, server) => {
    expect(readOptions(options)).toMatchObject({ schema, server });
  });

  it('leaves its own part of the URL out of what the driver gets', () => {
    const { given } = readOptions({ url: 'postgres://localhost/shop?sslmode=require&schema=sms' });
    expect(given).toEqual({ url: 'postgres://localhost/shop?sslmode=require' });
  });

  it.each([
    [undefined, /either a url or a pool/],
    [{ url: 'postgres://a/b', pool }, /either a url or a pool/],
    [{ url: 'mysql://:secret@localhost/b' }, /postgres:\/\/USER@HOST/],
    [{ url: 'secret' }, /postgres:\/\/USER@HOST/],
    [{ pool: {} }, /a Pool of the package pg/],
    [{ pool, schema: 'a"b' }, /schema/],
    [{ pool, schema: 'pg_catalog' }, /schema/],
    [{ pool, schema: '1st' }, /schema/],
  ])('is refused as %j, with what it should be and no secret', (options, message) => {
    const make = () => new PostgresStore(options as PostgresStoreOptions);
    expect(make).toThrow(TypeError);
    expect(make).toThrow(message);
    expect(make).not.toThrow(/secret/);
  });

  it('shows no password in the store', () => {
    const store = new PostgresStore({ url: 'postgres://user:hush@localhost/shop' });
    expect(inspect(store, { depth: 9, showHidden: true }) + JSON.stringify(store)).not.toContain(
      'hush',
    );
  });
});
