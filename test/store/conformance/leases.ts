import { describe, expect, it } from '@jest/globals';
import type { Duty, Lease, PayamSmsStore } from '../../../lib/store/store.js';
import type { Stores } from '../conformance.js';
import { at, failure, INBOX, leaseOf, message, NUMBER, OTHER_NUMBER, text } from './samples.js';

type Commit = (store: PayamSmsStore, lease: Lease) => Promise<void>;

/** Every commit that takes a lease. */
export const COMMITS: readonly (readonly [string, Duty, Commit])[] = [
  ['intend', INBOX, ({ inbox }, lease) => inbox.intend(lease, NUMBER, at(1))],
  ['keepAnswer', INBOX, ({ inbox }, lease) => inbox.keepAnswer(lease, NUMBER, [text('6')])],
  ['startAfter', INBOX, ({ inbox }, lease) => inbox.startAfter(lease, NUMBER, '6')],
  ['handled', INBOX, ({ inbox }, lease) => inbox.handled(lease, NUMBER, '6', at(1))],
  ['trail', INBOX, ({ inbox }, lease) => inbox.trail(lease, NUMBER, '9')],
  ['attempted', INBOX, ({ inbox }, lease) => inbox.attempted(lease, NUMBER, '6', 1)],
  ['setAside', INBOX, ({ inbox }, lease) => inbox.setAside(lease, NUMBER, failure('6'))],
  [
    'record',
    'delivery',
    ({ delivery }, lease) => delivery.record(lease, [], [{ by: 'serverId', id: 'followed' }]),
  ],
  ['tell', 'balance', ({ balance }, lease) => balance.tell(lease, true)],
];

/** Something that each of the commits would change. */
export async function fill(store: PayamSmsStore): Promise<void> {
  const lease = await leaseOf(store, INBOX);
  await store.inbox.startAfter(lease, NUMBER, '4');
  await store.inbox.handled(lease, NUMBER, '5', at(0));
  await store.delivery.follow([message('followed', 1)]);
  await lease.release();
}

export const everything = async ({ inbox, delivery, balance }: PayamSmsStore) => ({
  position: await inbox.position(NUMBER),
  failed: await inbox.failed(),
  followed: await delivery.due('serverId', at(9), 9),
  isLow: await balance.isTold(),
});

export function givesLeases(stores: Stores): void {
  it('has one holder a duty', async () => {
    const { store } = stores;
    await leaseOf(store, INBOX);
    expect(await store.acquire(INBOX)).toBeUndefined();
    expect(await store.acquire('delivery')).toMatchObject({ duty: 'delivery' });
    expect(await store.acquire('balance')).toMatchObject({ duty: 'balance' });
  });

  it('has a holder for each number', async () => {
    const { store } = stores;
    const one = await leaseOf(store, INBOX);
    const other = await leaseOf(store, `inbox:${OTHER_NUMBER}`);
    await store.inbox.handled(one, NUMBER, '7', at(1));
    await store.inbox.handled(other, OTHER_NUMBER, '8', at(1));
    await one.release();
    expect(await store.acquire(INBOX)).toBeDefined();
    expect(await store.acquire(`inbox:${OTHER_NUMBER}`)).toBeUndefined();
  });

  it('has a greater epoch for each holder', async () => {
    const { store } = stores;
    const first = await leaseOf(store, INBOX);
    await first.release();
    const second = await leaseOf(store, INBOX);
    expect(second.epoch).toBeGreaterThan(first.epoch);
  });

  it('may be released twice, and takes nothing from the next holder', async () => {
    const { store } = stores;
    const first = await leaseOf(store, INBOX);
    await first.release();
    await leaseOf(store, INBOX);
    await first.release();
    expect(await store.acquire(INBOX)).toBeUndefined();
  });

  it('keeps whether the credit was told to be low', async () => {
    const { store } = stores;
    const lease = await leaseOf(store, 'balance');
    expect(await store.balance.isTold()).toBe(false);
    await store.balance.tell(lease, true);
    expect(await store.balance.isTold()).toBe(true);
    await store.balance.tell(lease, false);
    expect(await store.balance.isTold()).toBe(false);
  });

  describe.each(COMMITS)('%s', (_, duty, commit) => {
    it('is done by the holder', async () => {
      const { store } = stores;
      await fill(store);
      const before = await everything(store);
      await commit(store, await leaseOf(store, duty));
      expect(await everything(store)).not.toEqual(before);
    });

    it.each<[string, (store: PayamSmsStore) => Promise<Lease>]>([
      [
        'gave its lease back',
        async (store) => {
          const lease = await leaseOf(store, duty);
          await lease.release();
          return lease;
        },
      ],
      [
        'was followed by another',
        async (store) => {
          const lease = await leaseOf(store, duty);
          await lease.release();
          await leaseOf(store, duty);
          return lease;
        },
      ],
      ['holds another number', (store) => leaseOf(store, `inbox:${OTHER_NUMBER}`)],
      ['holds another duty', (store) => leaseOf(store, duty === INBOX ? 'balance' : INBOX)],
    ])('is refused to a holder that %s, and changes nothing', async (__, stale) => {
      const { store } = stores;
      await fill(store);
      const before = await everything(store);
      const lease = await stale(store);
      await expect(commit(store, lease)).rejects.toMatchObject({
        name: 'PayamSmsStoreError',
        reason: 'lease-lost',
      });
      expect(await everything(store)).toEqual(before);
    });
  });
}
