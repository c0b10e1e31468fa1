import type { DeliveryStore, DuePlace, Followed } from '../../store/delivery-store.js';
import type { Lease } from '../../store/lease.js';
import { same } from './expectations.js';
import type { Runner } from './runner.js';
import { at, change, leaseOf, message } from './samples.js';
import type { Stage } from './stage.js';

/** Seconds in no order. */
const scattered = (n: number) => (n * 7919) % 3001;

export function ordersWhatIsDue({ it, beforeEach }: Runner, stage: Stage): void {
  let delivery: DeliveryStore;
  let lease: Lease;

  beforeEach(async () => {
    ({ delivery } = stage.account);
    lease = await leaseOf(stage.account, 'delivery');
  });

  const due = async (seconds: number, limit = 100, after?: DuePlace) =>
    (await delivery.due('serverId', at(seconds), limit, after)).map(({ id }) => id);

  /** All of them, by pages of such a size. */
  async function pages(limit: number): Promise<string[]> {
    const ids: string[] = [];
    let page: Followed[];
    let last: DuePlace | undefined;
    do {
      page = await delivery.due('serverId', at(5000), limit, last);
      ids.push(...page.map(({ id }) => id));
      last = page.at(-1);
      // A store that gives pages again and again would never end.
    } while (page.length === limit && ids.length <= 5000);
    return ids;
  }

  it('is given the earliest first, so many at a time, and stays', async () => {
    await delivery.follow([message('c', 3), message('a', 1), message('d', 4), message('b', 2)]);
    same(await due(3), ['a', 'b', 'c']);
    same(await due(3, 2), ['a', 'b']);
    same(await due(0), []);
    same(await due(3), ['a', 'b', 'c']);
  });

  it('is not read again by a page behind a place', async () => {
    await delivery.follow([message('c', 3), message('a', 1), message('d', 4), message('b', 2)]);
    same(await due(3, 9, { dueAt: at(1), id: 'a' }), ['b', 'c']);
    same(await due(9, 1, { dueAt: at(2), id: 'b' }), ['c']);
    same(await due(9, 9, { dueAt: at(4), id: 'd' }), []);
    same(await due(9, 9, { dueAt: at(2.5), id: 'was removed' }), ['c', 'd']);
  });

  it('is given once each, page by page, though many are due at one instant', async () => {
    const messages = Array.from({ length: 300 }, (_, n) => message(String(n), n % 3));
    await delivery.follow(messages);
    const whole = await due(9, 1000);
    same(whole.toSorted(), messages.map(({ id }) => id).toSorted());
    for (const limit of [1, 7, 99, 100, 299]) same(await pages(limit), whole);
  });

  it('is read on behind a place that is followed no more, or has moved', async () => {
    await delivery.follow(Array.from({ length: 40 }, (_, n) => message(`m${n}`, 1)));
    const whole = await due(9);
    const first = await delivery.due('serverId', at(9), 10);
    await delivery.record(
      lease,
      first.slice(5).map(({ id }) => change(id, 20)),
      first.slice(0, 5),
    );
    same(await due(9, 30, first.at(-1)), whole.slice(10));
  });

  it('is ordered for thousands that come and go', async () => {
    const expected = new Map<string, number>();
    const messages = Array.from({ length: 3000 }, (_, n) => message(`m${n}`, scattered(n)));
    for (const { id, dueAt } of messages) expected.set(id, dueAt.getTime());
    await delivery.follow(messages);

    for (let round = 1; round <= 20; round++) {
      const batch = await delivery.due('serverId', at(3001), 250);
      const soonest = [...expected.values()].toSorted((a, b) => a - b).slice(0, batch.length);
      same(
        batch.map(({ dueAt }) => dueAt.getTime()),
        soonest,
      );
      const done = batch.filter((_, n) => n % 3 === 0);
      const later = batch
        .filter((_, n) => n % 3 !== 0)
        .map(({ id, rung }, n) => change(id, scattered(n * round) + 1, rung + 1));
      await delivery.record(lease, later, done);
      for (const { id } of done) expected.delete(id);
      for (const { id, dueAt } of later) expected.set(id, dueAt.getTime());
      same((await pages(999)).toSorted(), [...expected.keys()].toSorted());
    }
  });
}
