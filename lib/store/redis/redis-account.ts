import type { Lease, LeaseName } from '../lease.js';
import type { ExpiringLeases } from '../remote/expiring-leases.js';
import type { AccountStore } from '../store.js';
import { AccountKeys } from './keys.js';
import type { AccountDependencies } from './account-dependencies.js';
import { RedisBalance } from './redis-balance.js';
import type { RedisConnection } from './redis-connection.js';
import { RedisDelivery } from './redis-delivery.js';
import { RedisInbox } from './redis-inbox.js';

export class RedisAccount implements AccountStore {
  readonly inbox: RedisInbox;
  readonly delivery: RedisDelivery;
  readonly balance: RedisBalance;

  constructor(
    connection: RedisConnection,
    prefix: string,
    private readonly name: string,
    private readonly leases: ExpiringLeases,
  ) {
    const keys = new AccountKeys(prefix, name);
    const dependencies: AccountDependencies = {
      connection,
      keys,
      fence: (task, lease, action) => leases.fence(name, task, lease, action),
    };
    this.inbox = new RedisInbox(dependencies);
    this.delivery = new RedisDelivery(dependencies);
    this.balance = new RedisBalance(dependencies);
  }

  acquire(name: LeaseName): Promise<Lease | undefined> {
    return this.leases.acquire(this.name, name);
  }
}
