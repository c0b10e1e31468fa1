import type { RedisClient } from './client.js';

const DEFAULT_PREFIX = 'payamsms';

/** Where a {@link RedisStore} keeps what it keeps: a `url`, or a `client` of the app. */
export interface RedisStoreOptions {
  /** `redis://` or `rediss://`; may end in `?prefix=`. */
  url?: string;
  /** A `Redis` or `Cluster` of ioredis, whose settings are used for a connection of the store's own. It is not closed. */
  client?: RedisClient;
  /** What all keys begin with; default `payamsms`. Apps that share a server need one each. */
  prefix?: string;
  /**
   * That the server loses nothing that it has acknowledged, for one that does not tell its settings, as
   * managed ones do.
   */
  durable?: boolean;
}

export interface Place {
  given: { url: string } | { client: RedisClient };
  prefix: string;
  isSaidDurable: boolean;
  /** Host and port, as errors name it. */
  server: string;
}

/** @throws {TypeError} that says what is wrong, without the URL: it may hold a password */
export function readOptions(options: RedisStoreOptions): Place {
  const { url, client, prefix, durable: isSaidDurable = false } = options ?? {};
  if ((url === undefined) === (client === undefined)) {
    throw new TypeError('RedisStore takes either a url or a client');
  }
  if (typeof isSaidDurable !== 'boolean')
    throw new TypeError('RedisStore: durable is true or false');
  if (client !== undefined) {
    if (typeof client?.duplicate !== 'function') {
      throw new TypeError('RedisStore: client is a Redis or a Cluster of ioredis');
    }
    return { given: { client }, prefix: prefixOf(prefix), isSaidDurable, server: serverOf(client) };
  }
  const parsed = urlOf(url);
  const ofUrl = parsed.searchParams.get('prefix') ?? undefined;
  parsed.searchParams.delete('prefix');
  const given = { url: parsed.href };
  return { given, prefix: prefixOf(prefix ?? ofUrl), isSaidDurable, server: parsed.host };
}

function urlOf(url: unknown): URL {
  const parsed = typeof url === 'string' && URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !/^rediss?:$/.test(parsed.protocol) || parsed.hostname === '') {
    throw new TypeError('RedisStore: url is redis://HOST:PORT, or rediss:// for TLS');
  }
  return parsed;
}

/** Braces would end the hash tag that keeps the keys of an account together. */
function prefixOf(prefix: unknown = DEFAULT_PREFIX): string {
  if (typeof prefix === 'string' && /^[\w.:-]{1,100}$/.test(prefix)) return prefix;
  throw new TypeError('RedisStore: prefix has 1 to 100 letters, digits and _ . : -');
}

function serverOf(client: RedisClient): string {
  const { options } = client as { options?: { host?: string; port?: number; path?: string } };
  if (options?.path) return options.path;
  return options?.host ? `${options.host}:${options.port ?? 6379}` : 'Redis';
}
