import { PayamSmsStoreError } from '../../errors/store.error.js';
import { withTimeout } from '../../concurrency/bounded-wait.js';
import { type Client, makeClient, type RedisClient } from './client.js';
import { toStoreError } from './failure.js';
import type { Script } from './scripts.js';

/** How long `open` waits for a server that is away, or still loading. */
const OPEN_TIMEOUT_MS = 15_000;

/** How long a call waits until the server's disk has what must survive a loss of power. */
const WAITAOF_TIMEOUT_MS = 1_500;

type Argument = string | number;

/** One run of a script. */
export interface ScriptCall {
  script: Script;
  keys: readonly string[];
  args: readonly Argument[];
}

/** The store's own connection to the server. Whatever goes wrong comes out as a `PayamSmsStoreError`. */
export class RedisConnection {
  #client?: Client;
  #waitsForDisk = false;

  /** @param server as errors name it: host and port */
  constructor(
    private readonly given: { url: string } | { client: RedisClient },
    readonly server: string,
  ) {}

  /** @throws {PayamSmsStoreError} where the server does not answer in time */
  async open(): Promise<void> {
    const client = this.#attempt('open', () => makeClient(this.given));
    let failure: unknown = new Error('the server did not answer');
    client.on('error', (error) => (failure = error));
    try {
      await withTimeout(becomesReady(client), OPEN_TIMEOUT_MS);
      if (client.status !== 'ready') throw failure;
      this.#client = client;
    } catch (error) {
      client.disconnect();
      throw toStoreError(error, 'open', this.server);
    }
  }

  close(): void {
    this.#client?.disconnect();
    this.#client = undefined;
  }

  /** From now on {@link runSafely} waits until the server's disk has what was written. */
  waitForDisk(): void {
    this.#waitsForDisk = true;
  }

  async command(action: string, command: string, ...args: Argument[]): Promise<unknown> {
    return this.#run(action, (client) => client.call(command, ...args));
  }

  async run(action: string, { script, keys, args }: ScriptCall): Promise<unknown> {
    return this.#run(action, async (client) => {
      try {
        return await client.evalsha(script.sha, keys.length, ...keys, ...args);
      } catch (error) {
        // It was never run there, or the server has forgotten it.
        if (!isOfServer(error, 'NOSCRIPT')) throw error;
        return client.eval(script.lua, keys.length, ...keys, ...args);
      }
    });
  }

  /** As {@link run}; what it writes survives a loss of power, where the store claims so. */
  async runSafely(action: string, call: ScriptCall): Promise<unknown> {
    const result = await this.run(action, call);
    if (this.#waitsForDisk) await this.#waitUntilWritten(action);
    return result;
  }

  /** Several runs as one step: all of them, or none. */
  async runTogether(action: string, calls: readonly ScriptCall[]): Promise<void> {
    const [only] = calls;
    if (only && calls.length === 1) return void (await this.run(action, only));
    await this.#run(action, async (client) => {
      const commands = calls.map(({ script, keys, args }) => {
        return ['eval', script.lua, keys.length, ...keys, ...args];
      });
      const results = (await client.multi(commands).exec()) ?? [];
      for (const [error] of results) if (error) throw error;
    });
  }

  async #waitUntilWritten(action: string): Promise<void> {
    const written = await this.command(action, 'WAITAOF', 1, 0, WAITAOF_TIMEOUT_MS);
    if (Array.isArray(written) && Number(written[0]) >= 1) return;
    const cause = new Error('the disk did not have it in time');
    throw new PayamSmsStoreError('unavailable', action, { server: this.server, cause });
  }

  async #run<T>(action: string, work: (client: Client) => Promise<T>): Promise<T> {
    const client = this.#client;
    if (!client) throw new PayamSmsStoreError('closed', action, { server: this.server });
    try {
      return await work(client);
    } catch (error) {
      throw toStoreError(error, action, this.server);
    }
  }

  #attempt<T>(action: string, work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw toStoreError(error, action, this.server);
    }
  }
}

const isOfServer = (error: unknown, code: string) =>
  error instanceof Error && error.message.startsWith(code);

/** Resolves when it is ready, which may take several attempts; rejects where no attempt will do better. */
function becomesReady(client: Client): Promise<void> {
  return new Promise((resolve, reject) => {
    client.once('ready', resolve);
    client.on('error', (error) => {
      if (['NOAUTH', 'WRONGPASS', 'NOPERM'].some((code) => isOfServer(error, code))) reject(error);
    });
    client.connect().catch(() => undefined); // It goes on trying, and the event says why it failed.
  });
}
