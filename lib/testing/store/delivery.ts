import type { DeliveryStore } from '../../store/delivery-store.js';
import type { Lease } from '../../store/lease.js';
import { rejection, same } from './expectations.js';
import type { Runner } from './runner.js';
import { at, change, followed, leaseOf, message, oddWords, unreadable } from './samples.js';
import type { Stage } from './stage.js';

const ALL = 100_000;

export function keepsFollowedMessages({ it, beforeEach }: Runner, stage: Stage): void {
  let delivery: DeliveryStore;
  let lease: Lease;

  beforeEach(async () => {
    ({ delivery } = stage.account);
    lease = await leaseOf(stage.account, 'delivery');
  });

  const all = () => delivery.due('serverId', at(ALL), ALL);
  const ids = async () => (await all()).map(({ id }) => id);

  it('are none at first', async () => {
    await delivery.follow([]);
    same(await all(), []);
    await delivery.record(lease, [], []);
  });

  it('come back as they were given', async () => {
    const whole = { ...message('9007199254740993', 1), customerId: 'it\'s "تست"', startAt: at(-5) };
    await delivery.follow([whole, message('plain', 2)]);
    same(await all(), [followed(whole), followed(message('plain', 2))]);
  });

  it('keep every code unit of ids and states', async () => {
    const words = oddWords(100);
    const messages = words.map((word, n) => ({
      ...message(`${word}-${n}`, n),
      customerId: word,
    }));
    await delivery.follow(messages);
    same(await all(), messages.map(followed));
    const changes = messages.map(({ id }, n) => ({ ...change(id, n), announced: words[n]! }));
    await delivery.record(lease, changes, []);
    same(
      (await all()).map(({ announced }) => announced),
      words,
    );
    await delivery.record(lease, [], messages);
    same(await all(), []);
  });

  it('have ids of two kinds, each kind apart', async () => {
    const byCustomer = { ...message('7', 2), by: 'customerId' as const };
    await delivery.follow([message('7', 1), byCustomer]);
    await delivery.record(lease, [], [{ by: 'serverId', id: '7' }]);
    same(await all(), []);
    same(await delivery.due('customerId', at(9), 9), [followed(byCustomer)]);
    await delivery.record(lease, [{ ...change('7', 5), by: 'customerId' }], []);
    same(await delivery.due('customerId', at(4), 9), []);
  });

  it('stay as they are when they are followed again', async () => {
    await delivery.follow([message('7', 5)]);
    await delivery.record(lease, [change('7', 50, 3)], []);
    await delivery.follow([{ ...message('7', 1), customerId: 'other' }, message('8', 2)]);
    same(await all(), [followed(message('8', 2)), { ...followed(message('7', 50)), rung: 3 }]);
  });

  it('change in all that a change names, and in nothing else', async () => {
    const whole = { ...message('8', 1), customerId: 'c8', startAt: at(-60) };
    await delivery.follow([message('7', 1), whole, message('9', 1)]);
    const changed = { ...change('8', 60, 2), announced: 'Pending In Queue', failures: 4 };
    await delivery.record(lease, [changed], [{ by: 'serverId', id: '7' }]);
    same(await all(), [followed(message('9', 1)), { ...whole, ...changed }]);
    await delivery.record(lease, [change('8', 61, 3)], []);
    same((await all()).at(-1), { ...whole, ...change('8', 61, 3) });
  });

  it('are not brought back by a change', async () => {
    await delivery.record(lease, [change('7', 1)], [{ by: 'serverId', id: '8' }]);
    same(await all(), []);
  });

  it('are followed all in one step, or none', async () => {
    await rejection(delivery.follow([message('7', 1), unreadable(message('8', 1))]));
    same(await all(), []);
  });

  it('are recorded all in one step, or none', async () => {
    await delivery.follow([message('7', 1), message('8', 1), message('9', 1)]);
    const changes = [change('7', 60), unreadable(change('8', 60))];
    await rejection(delivery.record(lease, changes, [{ by: 'serverId', id: '9' }]));
    const done = [{ by: 'serverId' as const, id: '9' }, unreadable(message('8', 1))];
    await rejection(delivery.record(lease, [change('7', 60)], done));
    same(
      await all(),
      ['7', '8', '9'].map((id) => followed(message(id, 1))),
    );
  });

  it('may be thousands in one step', async () => {
    const messages = Array.from({ length: 5000 }, (_, n) => message(`m${n}`, n));
    await delivery.follow(messages);
    await delivery.record(
      lease,
      messages.slice(0, 2500).map(({ id }, n) => change(id, 5000 + n)),
      messages.slice(2500, 4500),
    );
    const left = [...messages.slice(4500), ...messages.slice(0, 2500)];
    same(
      await ids(),
      left.map(({ id }) => id),
    );
  });

  it('fall due by the latest time that was ever given', async () => {
    for (const [given, latest] of [
      [5, 5],
      [3, 5],
      [9, 9],
      [9, 9],
    ] as const) {
      same(await delivery.latestTime(at(given)), at(latest));
    }
  });
}
