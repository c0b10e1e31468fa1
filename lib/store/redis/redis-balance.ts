import type { BalanceStore } from '../balance-store.js';
import type { Lease } from '../lease.js';
import type { AccountDependencies } from './account-dependencies.js';
import { SET_LOW } from './scripts.js';

export class RedisBalance implements BalanceStore {
  constructor(private readonly dependencies: AccountDependencies) {}

  async wasLow(): Promise<boolean> {
    const { connection, keys } = this.dependencies;
    return (
      (await connection.command('look whether the credit was low', 'GET', keys.balance)) === '1'
    );
  }

  async setLow(lease: Lease, isLow: boolean): Promise<void> {
    const { connection, keys, fence } = this.dependencies;
    const action = 'remember whether the credit is low';
    await connection.run(action, {
      script: SET_LOW,
      keys: [keys.lease('balance'), keys.balance],
      args: [fence('balance', lease, action), isLow ? 1 : 0],
    });
  }
}
