import type { BalanceStore } from '../balance-store.js';
import type { Lease } from '../lease.js';
import type { SqliteFile } from './sqlite-file.js';
import type { SqliteLeases } from './sqlite-leases.js';

export class SqliteBalance implements BalanceStore {
  constructor(
    private readonly file: SqliteFile,
    private readonly leases: SqliteLeases,
  ) {}

  async isTold(): Promise<boolean> {
    return this.file.run('look whether the credit is low', () => {
      return this.file.statement('SELECT is_low FROM balance').get([])?.[0] === 1;
    });
  }

  async tell(lease: Lease, isLow: boolean): Promise<void> {
    const action = 'remember whether the credit is low';
    this.file.write(action, () => {
      this.leases.check('balance', lease, action);
      this.file
        .statement('INSERT OR REPLACE INTO balance (id, is_low) VALUES (1, ?)')
        .run([Number(isLow)]);
    });
  }
}
