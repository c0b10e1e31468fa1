import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { MemoryStore } from '../../lib/store/memory/memory-store.js';
import { openStore } from '../../lib/store/open-store.js';

afterEach(() => {
  jest.restoreAllMocks();
});

/** What is logged when a store is opened with such settings. */
async function warningsOf(settings: Parameters<typeof openStore>[0]): Promise<unknown[][]> {
  const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => {});
  await openStore(settings);
  return warn.mock.calls;
}

class Lasting extends MemoryStore {
  override readonly survives = 'process' as never;
}

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

describe('openStore', () => {
  it('warns once of what a restart forgets, however many rely on the store', async () => {
    const warnings = await warningsOf({ inbox: {}, delivery: {} });
    expect(warnings).toEqual([[expect.stringContaining('nestjs-payamsms/sqlite')]]);
  });

  it.each([{ inbox: {} }, { delivery: {} }])('warns where %o relies on it', async (settings) => {
    expect(await warningsOf(settings)).toHaveLength(1);
  });

  it('logs nothing where nothing relies on it', async () => {
    expect(await warningsOf({})).toEqual([]);
  });

  it('is content with a store that outlives the process', async () => {
    expect(await warningsOf({ store: new Lasting(), inbox: {}, delivery: {} })).toEqual([]);
  });

  it('counts a module once that is closed twice', async () => {
    const store = new Watched();
    const shop = await openStore({ store });
    const marketing = await openStore({ store, account: 'marketing' });
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
    const [one, other] = await Promise.all([openStore({ store }), openStore({ store })]);
    await one.close();
    expect(store.calls).toEqual(['open']);
    await other.close();
    expect(store.calls).toEqual(['open', 'close', 'closed']);
  });

  it('is opened again only when it is closed to the end', async () => {
    const store = new Watched();
    const one = await openStore({ store });
    const closing = one.close();
    const next = await openStore({ store });
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
});
