import { expect, it } from '@jest/globals';
import type { Stores } from '../conformance.js';
import { everything, fill } from './leases.js';
import { at, failure, INBOX, leaseOf, message, NUMBER, text } from './samples.js';

/** For stores that outlive the process, and that processes share. */
export function sharesItsData(stores: Stores): void {
  it('finds all again after a restart', async () => {
    const { store } = stores;
    await fill(store);
    const inbox = await leaseOf(store, INBOX);
    await store.inbox.keepAnswer(inbox, NUMBER, [text('3', 'یک')]);
    await store.inbox.intend(inbox, NUMBER, at(1));
    await store.inbox.attempted(inbox, NUMBER, '9', 2);
    await store.inbox.setAside(inbox, NUMBER, failure('8'));
    await store.balance.tell(await leaseOf(store, 'balance'), true);
    const before = await everything(store);
    await store.close();

    expect(await everything(await stores.another())).toEqual(before);
  });

  it('shows what another has done', async () => {
    const other = await stores.another();
    await stores.store.delivery.follow([message('7', 1)]);
    expect(await other.delivery.count()).toBe(1);
    await other.delivery.record(await leaseOf(other, 'delivery'), [], [message('7', 1)]);
    expect(await stores.store.delivery.count()).toBe(0);
  });

  it('has one holder a duty among all of them', async () => {
    const { store } = stores;
    const other = await stores.another();
    const lease = await leaseOf(store, INBOX);
    expect(await other.acquire(INBOX)).toBeUndefined();
    expect(await other.acquire('delivery')).toBeDefined();
    await lease.release();
    const next = await leaseOf(other, INBOX);
    expect(next.epoch).toBeGreaterThan(lease.epoch);
    expect(await store.acquire(INBOX)).toBeUndefined();
  });

  it('gives up every lease when it is closed', async () => {
    const { store } = stores;
    const other = await stores.another();
    await leaseOf(store, INBOX);
    await leaseOf(store, 'delivery');
    await store.close();
    expect(await other.acquire(INBOX)).toBeDefined();
    expect(await other.acquire('delivery')).toBeDefined();
  });
}
