import type { Lease, LeaseName } from '../lease.js';
import type { ExpiringLeases } from '../remote/expiring-leases.js';
import type { AccountStore } from '../store.js';
import type { AccountDependencies } from './account-dependencies.js';
import { PostgresBalance } from './postgres-balance.js';
import type { PostgresConnection } from './postgres-connection.js';
import { PostgresDelivery } from './postgres-delivery.js';
import { PostgresInbox } from './postgres-inbox.js';

export class PostgresAccount implements AccountStore {
  readonly inbox: PostgresInbox;
  readonly delivery: PostgresDelivery;
  readonly balance: PostgresBalance;

  constructor(
    connection: PostgresConnection,
    schema: string,
    private readonly account: string,
    private readonly leases: ExpiringLeases,
  ) {
    const dependencies: AccountDependencies = {
      connection,
      schema,
      account,
      fenced: (name, lease, action) => [account, name, leases.fence(account, name, lease, action)],
    };
    this.inbox = new PostgresInbox(dependencies);
    this.delivery = new PostgresDelivery(dependencies);
    this.balance = new PostgresBalance(dependencies);
  }

  acquire(name: LeaseName): Promise<Lease | undefined> {
    return this.leases.acquire(this.account, name);
  }
}
