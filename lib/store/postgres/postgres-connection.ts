import { PayamSmsStoreError } from '../../errors/store.error.js';
import { toStoreError } from './failure.js';
import { makePool, type OwnPool, type PoolClient, type PostgresPool } from './pool.js';

type Row = Record<string, unknown>;

/** What the store asks the server through. Whatever goes wrong comes out as a `PayamSmsStoreError`. */
export class PostgresConnection {
  #pool?: PostgresPool;
  #own?: OwnPool;

  /** @param server as errors name it: host, port and database */
  constructor(
    private readonly given: { url: string } | { pool: PostgresPool },
    readonly server: string,
  ) {}

  open(): void {
    if ('pool' in this.given) {
      this.#pool = this.given.pool;
      return;
    }
    try {
      this.#pool = this.#own = makePool(this.given.url);
    } catch (error) {
      throw toStoreError(error, 'open', this.server);
    }
  }

  /** A pool that was given stays open. */
  async close(): Promise<void> {
    const own = this.#own;
    this.#own = undefined;
    this.#pool = undefined;
    await own?.end();
  }

  /** One statement, and so one step. */
  async query(action: string, text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return this.#run(action, async (pool) => (await pool.query({ text, values })).rows);
  }

  /**
   * As {@link query}, for a statement whose only row says how many leases it was done under.
   *
   * @throws {PayamSmsStoreError} `lease-lost`, when there was none: nothing is done then
   */
  async commit(action: string, text: string, values: readonly unknown[]): Promise<void> {
    const [row] = await this.query(action, text, values);
    if (Number(row?.held) !== 1) {
      throw new PayamSmsStoreError('lease-lost', action, { server: this.server });
    }
  }

  /** Several statements as one transaction, on one connection. */
  async transaction<T>(action: string, work: (client: PoolClient) => Promise<T>): Promise<T> {
    return this.#run(action, async (pool) => {
      const client = await pool.connect();
      try {
        await client.query({ text: 'BEGIN' });
        const result = await work(client);
        await client.query({ text: 'COMMIT' });
        client.release();
        return result;
      } catch (error) {
        // With its connection the transaction ends too.
        client.release(error);
        throw error;
      }
    });
  }

  async #run<T>(action: string, work: (pool: PostgresPool) => Promise<T>): Promise<T> {
    const pool = this.#pool;
    if (!pool) throw new PayamSmsStoreError('closed', action, { server: this.server });
    try {
      return await work(pool);
    } catch (error) {
      throw toStoreError(error, action, this.server);
    }
  }
}
