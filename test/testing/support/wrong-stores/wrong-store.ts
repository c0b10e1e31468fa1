import { MemoryStore } from '../../../../lib/store/memory/memory-store.js';
import type { AccountStore, PayamSmsStore } from '../../../../lib/store/store.js';

/** What a wrong store does in its own way; all else as it should be. */
export interface Wrongs {
  inbox?: Partial<AccountStore['inbox']>;
  delivery?: Partial<AccountStore['delivery']>;
  balance?: Partial<AccountStore['balance']>;
  acquire?: AccountStore['acquire'];
}

/** The right part of an account, and what a wrong one may remember. */
export type Wrong = (right: AccountStore) => Wrongs;

/** A store in memory, but for what is wrong of each of its accounts. */
export function wrongStore(wrong: Wrong): PayamSmsStore {
  const right = new MemoryStore();
  const accounts = new Map<string, AccountStore>();
  return {
    survives: 'nothing',
    open: () => right.open(),
    close: () => right.close(),
    account(name) {
      const known = accounts.get(name);
      if (known) return known;
      const account = right.account(name);
      const { inbox, delivery, balance, acquire } = wrong(account);
      const made: AccountStore = {
        inbox: mixed(account.inbox, inbox),
        delivery: mixed(account.delivery, delivery),
        balance: mixed(account.balance, balance),
        acquire: acquire ?? ((lease) => account.acquire(lease)),
      };
      accounts.set(name, made);
      return made;
    },
  };
}

function mixed<T extends object>(right: T, wrong: Partial<T> = {}): T {
  return new Proxy(right, {
    get(target, key) {
      const value: unknown = Reflect.get(key in wrong ? wrong : target, key);
      return typeof value === 'function'
        ? (...args: unknown[]) =>
            Reflect.apply(value, key in wrong ? wrong : target, args) as unknown
        : value;
    },
  });
}
