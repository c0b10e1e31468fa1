import type { AccountStore, PayamSmsStore } from '../store.js';
import { MemoryAccount } from './memory-account.js';

/** Keeps everything for as long as the process lives: the default, good for development and tests. */
export class MemoryStore implements PayamSmsStore {
  readonly survives = 'nothing';
  readonly #accounts = new Map<string, MemoryAccount>();

  async open(): Promise<void> {}

  async close(): Promise<void> {
    for (const account of this.#accounts.values()) account.releaseAll();
  }

  account(name: string): AccountStore {
    let account = this.#accounts.get(name);
    if (!account) this.#accounts.set(name, (account = new MemoryAccount(name)));
    return account;
  }
}
