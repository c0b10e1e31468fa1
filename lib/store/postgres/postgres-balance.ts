import type { BalanceStore } from '../balance-store.js';
import type { Lease } from '../lease.js';
import { COUNT_HELD, held } from './fenced.js';
import type { AccountDependencies } from './account-dependencies.js';

const wasLow = (schema: string) => `SELECT FROM ${schema}.balance WHERE account = $1 AND is_low`;

const setLow = (schema: string) => `
  ${held(schema)}, noted AS (
    INSERT INTO ${schema}.balance (account, is_low) SELECT $1, $4::boolean FROM held
    ON CONFLICT (account) DO UPDATE SET is_low = excluded.is_low
  ) ${COUNT_HELD}`;

export class PostgresBalance implements BalanceStore {
  readonly #sql;

  constructor(private readonly dependencies: AccountDependencies) {
    const { schema } = dependencies;
    this.#sql = { wasLow: wasLow(schema), setLow: setLow(schema) };
  }

  async wasLow(): Promise<boolean> {
    const { connection, account } = this.dependencies;
    const action = 'look whether the credit was low';
    return (await connection.query(action, this.#sql.wasLow, [account])).length > 0;
  }

  async setLow(lease: Lease, isLow: boolean): Promise<void> {
    const { connection, fenced } = this.dependencies;
    const action = 'remember whether the credit is low';
    const values = [...fenced('balance', lease, action), isLow];
    await connection.commit(action, this.#sql.setLow, values);
  }
}
