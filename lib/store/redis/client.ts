import { missingModule } from '../../errors/missing-module.js';
import { PayamSmsStoreError } from '../../errors/store.error.js';
import { requireOnDemand } from '../require-on-demand.js';

/** What this module uses of a connection of ioredis, to one server or to a cluster. */
export interface Client {
  readonly status: string;
  readonly isCluster?: boolean;
  connect(): Promise<unknown>;
  disconnect(): void;
  on(event: string, listener: (error: unknown) => void): unknown;
  once(event: string, listener: () => void): unknown;
  off(event: string, listener: (...args: never[]) => void): unknown;
  call(command: string, ...args: (string | number)[]): Promise<unknown>;
  evalsha(sha: string, keys: number, ...args: (string | number)[]): Promise<unknown>;
  eval(lua: string, keys: number, ...args: (string | number)[]): Promise<unknown>;
  multi(commands: unknown[][]): { exec(): Promise<[Error | null, unknown][] | null> };
}

/** A client of the app: `Redis` or `Cluster` of ioredis. Only its settings are used. */
export interface RedisClient {
  duplicate(...args: never[]): unknown;
  readonly isCluster?: boolean;
}

const CONNECT_TIMEOUT_MS = 5_000;
/** Well within the life of a lease, so that one late renewal costs none. */
const COMMAND_TIMEOUT_MS = 2_000;
const LONGEST_WAIT_MS = 1_000;

const OPTIONS = {
  lazyConnect: true,
  connectTimeout: CONNECT_TIMEOUT_MS,
  commandTimeout: COMMAND_TIMEOUT_MS,
  // A command fails while the server is away, and is never sent later, when nobody waits for it any more.
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  retryStrategy: (times: number) => Math.min(100 * times, LONGEST_WAIT_MS),
  // After a failover the old server may live on as a replica: its name leads to the new one.
  reconnectOnError: ({ message }: Error) => message.startsWith('READONLY'),
};

type Constructor = new (url: string, options: object) => Client;

/** Makes a connection of the store's own, not connected yet. */
export function makeClient(given: { url: string } | { client: RedisClient }): Client {
  if ('url' in given) return new (loadDriver())(given.url, OPTIONS);
  const { client } = given;
  const { retryStrategy, enableOfflineQueue, lazyConnect, ...ofNode } = OPTIONS;
  const own = client.isCluster
    ? [
        undefined,
        {
          lazyConnect,
          enableOfflineQueue,
          redisOptions: ofNode,
          clusterRetryStrategy: retryStrategy,
        },
      ]
    : [OPTIONS];
  return client.duplicate(...(own as never[])) as Client;
}

/** ioredis is an optional peer: it is looked for when a store opens, not when it is imported. */
function loadDriver(): Constructor {
  try {
    return (requireOnDemand('ioredis') as { Redis: Constructor }).Redis;
  } catch (cause) {
    throw missingModule(cause) === 'ioredis'
      ? new PayamSmsStoreError('no-driver', 'load ioredis', { driver: 'ioredis', cause })
      : new PayamSmsStoreError('unavailable', 'load ioredis', { cause });
  }
}
