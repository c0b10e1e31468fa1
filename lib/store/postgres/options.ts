import type { PostgresPool } from './pool.js';

const DEFAULT_SCHEMA = 'payamsms';

/** Where a {@link PostgresStore} keeps what it keeps: a `url`, or a `pool` of the app. */
export interface PostgresStoreOptions {
  /** `postgres://` or `postgresql://`; may end in `?schema=`. The store makes a pool of its own. */
  url?: string;
  /** A `Pool` of the package pg. It is used and never closed. */
  pool?: PostgresPool;
  /** The schema that holds the store's tables, and nothing else; default `payamsms`. Ahead of the URL's. */
  schema?: string;
}

export interface Place {
  given: { url: string } | { pool: PostgresPool };
  schema: string;
  /** Host, port and database, as errors name it. */
  server: string;
}

/** @throws {TypeError} that says what is wrong, without the URL: it may hold a password */
export function readOptions(options: PostgresStoreOptions): Place {
  const { url, pool, schema } = options ?? {};
  if ((url === undefined) === (pool === undefined)) {
    throw new TypeError('PostgresStore takes either a url or a pool');
  }
  if (pool !== undefined) {
    if (typeof pool?.query !== 'function' || typeof pool.connect !== 'function') {
      throw new TypeError('PostgresStore: pool is a Pool of the package pg');
    }
    return { given: { pool }, schema: schemaOf(schema), server: serverOf(pool) };
  }
  const parsed = urlOf(url);
  const ofUrl = parsed.searchParams.get('schema') ?? undefined;
  parsed.searchParams.delete('schema');
  return {
    given: { url: parsed.href },
    schema: schemaOf(schema ?? ofUrl),
    server: `${parsed.host}${parsed.pathname}`,
  };
}

function urlOf(url: unknown): URL {
  const parsed = typeof url === 'string' && URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !/^postgres(?:ql)?:$/.test(parsed.protocol)) {
    throw new TypeError('PostgresStore: url is postgres://USER@HOST:PORT/DATABASE');
  }
  return parsed;
}

/** Quoted where it is used, it could be anything; nobody wants it to be. */
function schemaOf(schema: unknown = DEFAULT_SCHEMA): string {
  if (typeof schema === 'string' && /^[a-z_]\w{0,62}$/i.test(schema) && !/^pg_/i.test(schema)) {
    return schema;
  }
  throw new TypeError(
    'PostgresStore: schema has 1 to 63 letters, digits and _, and begins with no digit and no pg_',
  );
}

function serverOf(pool: PostgresPool): string {
  const { options } = pool as { options?: { host?: string; port?: number; database?: string } };
  if (!options?.host) return 'PostgreSQL';
  return `${options.host}:${options.port ?? 5432}/${options.database ?? ''}`;
}
