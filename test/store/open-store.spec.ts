import { describe, expect, it } from '@jest/globals';
import { MemoryStore } from '../../lib/store/memory/memory-store.js';
import { openStore, type OpenStore } from '../../lib/store/open-store.js';
import type { PayamSmsStore } from '../../lib/store/store.js';

/** Notes when it is opened and closed. */
class Watched extends MemoryStore {
  readonly calls: string[] = [];
  mayOpen = true;

  override async open(): Promise<void> {
    this.calls.push('open');
    await Promise.resolve();
    if (!this.mayOpen) throw new Error('no');
  }

  override async close(): Promise<void> {
    this.calls.push('close');
    await super.close();
    this.calls.push('closed');
  }
}

/** Opens it as a module does whose app starts well. */
async function startWith(store: PayamSmsStore, account?: string): Promise<OpenStore> {
  const opened = await openStore({ store, account });
  await opened.started();
  return opened;
}

describe('openStore', () => {
  it('counts a module once that is closed twice', async () => {
    const store = new Watched();
    const shop = await startWith(store);
    const marketing = await startWith(store, 'marketing');
    await Promise.all([shop.close(), shop.close()]);
    expect(store.calls).toEqual(['open']);
    await marketing.close();
    expect(store.calls).toEqual(['open', 'close', 'closed']);
    await openStore({ store });
    expect(store.calls).toEqual(['open', 'close', 'closed', 'open']);
  });

  it('gives the part of the account', async () => {
    const store = new MemoryStore();
    expect((await openStore({ store })).account).toBe(store.account(''));
    expect((await openStore({ store, account: 'a' })).account).toBe(store.account('a'));
  });
});

describe('a store that several modules share', () => {
  it('is opened once, and closed by the last that closes it', async () => {
    const store = new Watched();
    const [one, other] = await Promise.all([startWith(store), startWith(store)]);
    await one.close();
    expect(store.calls).toEqual(['open']);
    await other.close();
    expect(store.calls).toEqual(['open', 'close', 'closed']);
  });

  it('is opened again only when it is closed to the end', async () => {
    const store = new Watched();
    const one = await startWith(store);
    const closing = one.close();
    const next = await startWith(store);
    await closing;
    expect(store.calls).toEqual(['open', 'close', 'closed', 'open']);
    await next.close();
  });

  it('that did not open is not open to the next one either, which tries itself', async () => {
    const store = new Watched();
    store.mayOpen = false;
    await expect(openStore({ store })).rejects.toThrow('no');
    store.mayOpen = true;
    const opened = await openStore({ store });
    await opened.close();
    expect(store.calls).toEqual(['open', 'open', 'close', 'closed']);
  });

  it('is closed by the next app, where a start has failed before', async () => {
    const store = new Watched();
    await openStore({ store }); // Its app fails to start, and so never closes it.
    const opened = await startWith(store);
    await opened.close();
    expect(store.calls).toEqual(['open', 'close', 'closed']);
  });

  it('is closed by an app that was made, and never started', async () => {
    const store = new Watched();
    const [one, other] = [await openStore({ store }), await openStore({ store })];
    await one.close();
    await other.close();
    expect(store.calls).toEqual(['open', 'close', 'closed']);
  });

  it('is open for an app that starts, though another one has closed it meanwhile', async () => {
    const store = new Watched();
    const starting = await openStore({ store });
    await (await startWith(store)).close();
    await starting.started();
    expect(store.calls).toEqual(['open', 'close', 'closed', 'open']);
    await starting.close();
    expect(store.calls.at(-1)).toBe('closed');
  });

  it('is closed again where it has nothing for the account', async () => {
    const store = new Watched();
    store.account = () => {
      throw new Error('no such account');
    };
    await expect(openStore({ store })).rejects.toThrow('no such account');
    expect(store.calls).toEqual(['open', 'close', 'closed']);
  });
});
