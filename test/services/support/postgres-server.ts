import { execFileSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { findProgram, unprivileged } from './programs.js';
import { freePort, ServerProcess } from './server-process.js';

const DEBIAN_PACKAGE = 'postgresql';
const USER = 'payamsms';

/** A PostgreSQL of its own, with its data in a directory of its own. */
export class PostgresServer extends ServerProcess {
  private constructor(
    port: number,
    private readonly directory: string,
    private readonly settings: Record<string, string>,
  ) {
    super(port);
  }

  /** @param settings by their names in postgresql.conf */
  static async start(settings: Record<string, string> = {}): Promise<PostgresServer> {
    const directory = mkdtempSync(join(tmpdir(), 'payamsms-postgres-'));
    const user = unprivileged();
    if (user) chownSync(directory, user.uid, user.gid);
    const initdb = findProgram('initdb', DEBIAN_PACKAGE);
    const args = ['-D', directory, '-U', USER, '--auth=trust', '--encoding=UTF8', '--no-sync'];
    execFileSync(initdb, [...args, '--locale=C'], { ...user, cwd: '/', stdio: 'pipe' });
    const server = new PostgresServer(await freePort(), directory, settings);
    await server.start();
    return server;
  }

  get url(): string {
    return `postgres://${USER}@127.0.0.1:${this.port}/postgres`;
  }

  /** A client of the test's own, to be connected and ended by it. */
  connect(): Client {
    return new Client({ connectionString: this.url, connectionTimeoutMillis: 2_000 });
  }

  /** Ends it, and removes its data. */
  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.directory, { recursive: true, force: true, maxRetries: 50, retryDelay: 20 });
  }

  protected command() {
    const fixed = { listen_addresses: '127.0.0.1', unix_socket_directories: '' };
    const settings = Object.entries({ ...fixed, ...this.settings });
    return {
      program: findProgram('postgres', DEBIAN_PACKAGE),
      args: ['-D', this.directory, '-p', String(this.port)].concat(
        settings.map(([name, value]) => `--${name}=${value}`),
      ),
      options: { ...unprivileged(), cwd: '/' },
    };
  }

  protected async ping(): Promise<void> {
    const client = this.connect();
    client.on('error', () => undefined); // The query rejects with it too.
    try {
      await client.connect();
      await client.query('SELECT 1');
    } finally {
      await client.end();
    }
  }
}
