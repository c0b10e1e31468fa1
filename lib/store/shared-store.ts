import type { PayamSmsStore } from './store.js';

const SHARED = new WeakMap<PayamSmsStore, SharedStore>();

/**
 * A store as the modules of an app share it, one for each account: open from the first that opens it
 * until the last that opened it has closed it.
 */
export class SharedStore {
  #users = 0;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(private readonly store: PayamSmsStore) {}

  static of(store: PayamSmsStore): SharedStore {
    let shared = SHARED.get(store);
    if (!shared) SHARED.set(store, (shared = new SharedStore(store)));
    return shared;
  }

  open(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#users === 0) await this.store.open();
      this.#users += 1;
    });
  }

  close(): Promise<void> {
    return this.#inTurn(async () => {
      this.#users -= 1;
      if (this.#users === 0) await this.store.close();
    });
  }

  /** One after the other: an app that starts while another one ends finds the store closed, not half. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined); // Fails for its caller, and not for the next one.
    return done;
  }
}
