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

export interface StoreTestOptions {
  /**
   * Whether stores of one place work on the same data; default true. False leaves out the tests of
   * what several of them do, and is for a store that `survives` nothing.
   */
  shared?: boolean;
  /**
   * Ends all leases of a place at once, unknown to their holders, as if those were frozen for longer
   * than a lease lives: such as by deleting what the leases are kept in. With it, the suite tests that
   * nothing is committed by a holder that still believes in its lease.
   */
  expireLeases?(place: string): void | Promise<void>;
  /** Removes what was kept in a place. Called after each test, when its stores are closed. */
  cleanUp?(place: string): void | Promise<void>;
}

/** The stores of one test: opened for it, and closed after it. */
export class Stage {
  readonly #opened = new Set<PayamSmsStore>();
  #place = '';
  #store?: PayamSmsStore;

  constructor(
    private readonly makeStore: MakeStore,
    private readonly options: StoreTestOptions = {},
  ) {}

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

  async expireLeases(): Promise<void> {
    await this.options.expireLeases?.(this.#place);
  }

  /** Closes every store, and cleans up, though some of that fails. */
  async tearDown(): Promise<void> {
    const failures: unknown[] = [];
    const attempt = async (work: () => void | Promise<void>) => {
      try {
        await work();
      } catch (error) {
        failures.push(error);
      }
    };
    for (const store of this.#opened) await attempt(() => this.close(store));
    await attempt(() => this.options.cleanUp?.(this.#place));
    if (failures.length === 1) throw failures[0];
    if (failures.length > 1) throw new AggregateError(failures, 'The end of a test failed');
  }
}
