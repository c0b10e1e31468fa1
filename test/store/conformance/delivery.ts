import { beforeEach, expect, it } from '@jest/globals';
import type { DeliveryStore, Followed, NewFollowed } from '../../../lib/store/delivery-store.js';
import type { Lease } from '../../../lib/store/store.js';
import type { Stores } from '../conformance.js';
import { at, leaseOf, message } from './samples.js';

const followed = (of: NewFollowed, more: Partial<Followed> = {}): Followed => ({
  ...of,
  rung: 0,
  failures: 0,
  ...more,
});

/** Seconds in no order. */
const scattered = (n: number) => (n * 7919) % 3001;

const odd = (name: string) => `${name} \0 \ud800 \u0001json: 😀`;

export function keepsFollowedMessages(stores: Stores): void {
  let delivery: DeliveryStore;
  let lease: Lease;

  beforeEach(async () => {
    ({ delivery } = stores.store);
    lease = await leaseOf(stores.store, 'delivery');
  });

  const due = async (seconds: number, limit = 100) =>
    (await delivery.due('serverId', at(seconds), limit)).map(({ id }) => id);

  it('remembers the latest time', async () => {
    for (const [told, known] of [
      [at(5), at(5)],
      [at(3), at(5)],
      [at(9), at(9)],
    ] as const) {
      expect(await delivery.latest(told)).toEqual(known);
    }
  });

  it('keeps every code unit of ids and words', async () => {
    const odds = { ...message(odd('id'), 1), customerId: odd('mine') };
    await delivery.follow([odds]);
    const [due] = await delivery.due('serverId', at(9), 9);
    expect(due).toMatchObject({ id: odd('id'), customerId: odd('mine') });
    await delivery.record(lease, [{ ...due!, announced: odd('word') }], []);
    expect(await delivery.due('serverId', at(9), 9)).toMatchObject([{ announced: odd('word') }]);
    await delivery.record(lease, [], [due!]);
    expect(await delivery.count()).toBe(0);
  });

  it('follows nobody at first', async () => {
    expect(await delivery.count()).toBe(0);
    expect(await delivery.nextDue()).toBeUndefined();
    expect(await delivery.due('serverId', at(9), 9)).toEqual([]);
    await delivery.follow([]);
  });

  it('names those whose time has come, the longest due first, so many at a time', async () => {
    await delivery.follow([message('c', 3), message('a', 1), message('d', 4), message('b', 2)]);
    expect(await due(3)).toEqual(['a', 'b', 'c']);
    expect(await due(3, 2)).toEqual(['a', 'b']);
    expect(await due(0)).toEqual([]);
    expect(await due(3)).toEqual(['a', 'b', 'c']);
  });

  it('hands out all that it was given', async () => {
    const whole = { ...message('9007199254740993', 1), customerId: 'it\'s "تست"' };
    await delivery.follow([whole, message('plain', 2)]);
    expect(await delivery.due('serverId', at(2), 9)).toEqual([
      followed(whole),
      followed(message('plain', 2)),
    ]);
  });

  it('keeps the two kinds of ids apart', async () => {
    const byCustomer = { ...message('7', 2), by: 'customerId' as const };
    await delivery.follow([message('7', 1), byCustomer]);
    expect(await delivery.count()).toBe(2);
    await delivery.record(lease, [], [message('7', 1)]);
    expect(await due(9)).toEqual([]);
    expect(await delivery.due('customerId', at(9), 9)).toEqual([followed(byCustomer)]);
  });

  it('leaves one that is followed already as it is', async () => {
    await delivery.follow([message('7', 5)]);
    await delivery.record(lease, [followed(message('7', 50), { rung: 3 })], []);
    await delivery.follow([message('7', 1), message('8', 2)]);
    expect(await due(9)).toEqual(['8']);
    expect(await delivery.count()).toBe(2);
  });

  it('records what has changed, and who is followed no more, in one step', async () => {
    await delivery.follow([message('7', 1), message('8', 1), message('9', 1)]);
    const changed = followed(message('8', 60), {
      customerId: 'c8',
      startAt: at(30),
      rung: 2,
      announced: 'Pending In Queue',
      failures: 4,
    });
    await delivery.record(lease, [changed], [message('7', 1)]);
    expect(await due(1)).toEqual(['9']);
    expect((await delivery.due('serverId', at(60), 9))[1]).toEqual(changed);
    expect(await delivery.count()).toBe(2);
  });

  it('brings nobody back by a change', async () => {
    await delivery.record(lease, [followed(message('7', 1))], [message('8', 1)]);
    expect(await delivery.count()).toBe(0);
  });

  it('says when the next one is due', async () => {
    await delivery.follow([message('7', 5), { ...message('8', 3), by: 'customerId' }]);
    expect(await delivery.nextDue()).toEqual(at(3));
    await delivery.record(lease, [], [{ by: 'customerId', id: '8' }]);
    expect(await delivery.nextDue()).toEqual(at(5));
  });

  it('keeps the order of thousands that come and go', async () => {
    const expected = new Map<string, number>();
    const messages = Array.from({ length: 3000 }, (_, n) => message(`m${n}`, scattered(n)));
    for (const { id, dueAt } of messages) expected.set(id, dueAt.getTime());
    await delivery.follow(messages);

    for (let round = 1; round <= 20; round++) {
      const batch = await delivery.due('serverId', at(3001), 250);
      const soonest = [...expected.values()].toSorted((a, b) => a - b).slice(0, batch.length);
      expect(batch.map(({ dueAt }) => dueAt.getTime())).toEqual(soonest);
      const done = batch.filter((_, n) => n % 3 === 0);
      const later = batch
        .filter((_, n) => n % 3 !== 0)
        .map((one, n) => ({ ...one, dueAt: at(scattered(n * round) + 1), rung: one.rung + 1 }));
      await delivery.record(lease, later, done);
      for (const { id } of done) expected.delete(id);
      for (const { id, dueAt } of later) expected.set(id, dueAt.getTime());
      expect(await delivery.count()).toBe(expected.size);
    }
  });
}
