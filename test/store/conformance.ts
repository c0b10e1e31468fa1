import { afterEach, beforeEach, describe } from '@jest/globals';
import type { PayamSmsStore } from '../../lib/store/store.js';
import { keepsFollowedMessages } from './conformance/delivery.js';
import { keepsTheInbox } from './conformance/inbox.js';
import { givesLeases } from './conformance/leases.js';
import { sharesItsData } from './conformance/sharing.js';

/** A kind of store on trial. */
export interface StoreKind {
  /** A store of its own data, not yet open. */
  create(): PayamSmsStore;
  /** For one that outlives the process: a further store on the same data, as another process has. */
  another?(): PayamSmsStore;
  /** Takes the data of the test away, after its stores were closed. */
  dispose?(): void | Promise<void>;
}

/** The stores of a test: opened for it, and closed after it. */
export class Stores {
  readonly #opened: PayamSmsStore[] = [];
  #first?: PayamSmsStore;

  constructor(private readonly kind: StoreKind) {}

  get store(): PayamSmsStore {
    return this.#first!;
  }

  async setUp(): Promise<void> {
    this.#first = await this.#open(this.kind.create());
  }

  /** What another process, or this one after a restart, has. */
  another(): Promise<PayamSmsStore> {
    return this.#open(this.kind.another!());
  }

  async tearDown(): Promise<void> {
    for (const store of this.#opened.splice(0)) await store.close();
    await this.kind.dispose?.();
  }

  async #open(store: PayamSmsStore): Promise<PayamSmsStore> {
    await store.open();
    this.#opened.push(store);
    return store;
  }
}

/** What every store must do, whatever it keeps its data in. */
export function conforms(kind: StoreKind): void {
  const stores = new Stores(kind);
  beforeEach(() => stores.setUp());
  afterEach(() => stores.tearDown());

  describe('the inbox', () => {
    keepsTheInbox(stores);
  });
  describe('followed messages', () => {
    keepsFollowedMessages(stores);
  });
  describe('leases', () => {
    givesLeases(stores);
  });
  if (kind.another)
    describe('several on the same data', () => {
      sharesItsData(stores);
    });
}
