import { Redis } from 'ioredis';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from './programs.js';
import { freePort, ServerProcess } from './server-process.js';

/** As the store wants it: what was acknowledged survives a kill. */
export const DURABLE = { appendonly: 'yes', appendfsync: 'always', save: '' };

/** A Redis of its own, with its data in a directory of its own. */
export class RedisServer extends ServerProcess {
  private constructor(
    port: number,
    private readonly directory: string,
    private readonly settings: Record<string, string>,
  ) {
    super(port);
  }

  /** @param settings by their names in redis.conf */
  static async start(settings: Record<string, string> = DURABLE): Promise<RedisServer> {
    const directory = mkdtempSync(join(tmpdir(), 'payamsms-redis-'));
    const server = new RedisServer(await freePort(), directory, settings);
    await server.start();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** A client of the test's own, to be closed by it. */
  connect(): Redis {
    return new Redis(this.url, { retryStrategy: () => null, lazyConnect: true });
  }

  /** Ends it, and removes its data. */
  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.directory, { recursive: true, force: true });
  }

  protected command() {
    const fixed = { port: this.port, bind: '127.0.0.1', dir: this.directory };
    const settings = Object.entries({ ...fixed, ...this.settings });
    return {
      program: findProgram('redis-server', 'redis-server'),
      args: settings.flatMap(([name, value]) => [`--${name}`, String(value)]),
    };
  }

  protected async ping(): Promise<void> {
    const client = this.connect();
    client.on('error', () => undefined); // The command rejects with it too.
    try {
      await client.ping();
    } finally {
      client.disconnect();
    }
  }
}
