import type { BalanceStore } from '../balance-store.js';
import type { Lease } from '../lease.js';
import type { AccountRow } from './account-row.js';
import type { SqliteFile } from './sqlite-file.js';
import type { SqliteLeases } from './sqlite-leases.js';

const WAS_LOW = 'SELECT is_low FROM balance WHERE account = ?';
const SET_LOW = 'INSERT OR REPLACE INTO balance (account, is_low) VALUES (?, ?)';

export class SqliteBalance implements BalanceStore {
  constructor(
    private readonly file: SqliteFile,
    private readonly account: AccountRow,
    private readonly leases: SqliteLeases,
  ) {}

  async wasLow(): Promise<boolean> {
    const { id } = this.account;
    return this.file.run('look whether the credit was low', () => {
      return this.file.statement(WAS_LOW).get([id])?.[0] === 1;
    });
  }

  async setLow(lease: Lease, isLow: boolean): Promise<void> {
    const action = 'remember whether the credit is low';
    const { id } = this.account;
    this.file.write(action, () => {
      this.leases.check('balance', lease, action);
      this.file.statement(SET_LOW).run([id, Number(isLow)]);
    });
  }
}
