import { randomBytes } from 'node:crypto';
import type { AccountStore, PayamSmsStore } from '../../store/store.js';

/**
 * Makes a store, not open yet.
 *
 * @param place names the data, a new one for each test: 16 letters and digits. Called again with the
 *   same one, it makes what another process has, a store of its own on the same data, unless the
 *   store `survives` nothing.
 */
export type MakeStore = (place: string) => PayamSmsStore | Promise<PayamSmsStore>;

/** The stores of one test: opened for it, and closed after it. */
export class Stage {
  readonly #opened = new Set<PayamSmsStore>();
  #place = '';
  #store?: PayamSmsStore;

  constructor(private readonly makeStore: MakeStore) {}

  get store(): PayamSmsStore {
    return this.#store!;
  }

  /** What is kept of the account without a name. */
  get account(): AccountStore {
    return this.store.account('');
  }

  async setUp(): Promise<void> {
    this.#place = randomBytes(8).toString('hex');
    this.#store = await this.another();
  }

  /** What another process, or this one after a restart, has. */
  async another(): Promise<PayamSmsStore> {
    const store = await this.makeStore(this.#place);
    await store.open();
    this.#opened.add(store);
    return store;
  }

  async close(store: PayamSmsStore): Promise<void> {
    this.#opened.delete(store);
    await store.close();
  }

  async tearDown(): Promise<void> {
    for (const store of this.#opened) await this.close(store);
  }
}
