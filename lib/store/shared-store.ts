import type { PayamSmsStore } from './store.js';

const SHARED = new WeakMap<PayamSmsStore, SharedStore>();

/**
 * A store as the modules of an app share it, one for each account: open from the first that opens it
 * until the last one closes it that has started. A module of an app that failed to start may never
 * come to close it, so that such a one must not be counted.
 */
export class SharedStore {
  #isOpen = false;
  /** The modules that have started, and not closed it. */
  readonly #users = new Set<object>();
  #last: Promise<unknown> = Promise.resolve();

  private constructor(private readonly store: PayamSmsStore) {}

  static of(store: PayamSmsStore): SharedStore {
    let shared = SHARED.get(store);
    if (!shared) SHARED.set(store, (shared = new SharedStore(store)));
    return shared;
  }

  open(): Promise<void> {
    return this.#inTurn(() => this.#open());
  }

  /** A module has started. Another app may have closed the store since it was opened. */
  started(user: object): Promise<void> {
    return this.#inTurn(async () => {
      await this.#open();
      this.#users.add(user);
    });
  }

  /** @param user the module, whether it has started or not */
  close(user: object): Promise<void> {
    return this.#inTurn(async () => {
      this.#users.delete(user);
      if (this.#users.size > 0 || !this.#isOpen) return;
      this.#isOpen = false;
      await this.store.close();
    });
  }

  async #open(): Promise<void> {
    if (!this.#isOpen) await this.store.open();
    this.#isOpen = true;
  }

  /** One after the other: an app that starts while another one ends finds the store closed, not half. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined); // Fails for its caller, and not for the next one.
    return done;
  }
}
