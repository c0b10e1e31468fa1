import type { AccountStore } from '../../store/store.js';
import { COMMITS, everything, fill } from './commits.js';
import { differs, refused, same } from './expectations.js';
import type { Runner } from './runner.js';
import { at, INBOX, leaseOf, letter, message, NUMBER } from './samples.js';
import type { Stage } from './stage.js';

/** Some that a careless key would take for each other, or for a part of a key. */
const NAMES = ['', 'a', 'a-b', 'a-b-c', 'inbox', 'delivery', '982000123'];

export function keepsAccountsApart({ describe, it }: Runner, stage: Stage): void {
  const accounts = (): AccountStore[] => NAMES.map((name) => stage.store.account(name));

  describe('are changed by nothing that another one commits:', () => {
    for (const { call, name, commit } of COMMITS) {
      it(call, async () => {
        const [first, ...others] = accounts() as [AccountStore, ...AccountStore[]];
        for (const account of [first, ...others]) await fill(account);
        const before = await everything(first);
        for (const account of others) await commit(account, await leaseOf(account, name));
        same(await everything(first), before);
        for (const account of others) differs(await everything(account), before);
      });

      it(`${call}, refused with the lease of another one`, async () => {
        const [first, second] = accounts() as [AccountStore, AccountStore];
        await fill(first);
        const before = await everything(first);
        await refused(commit(first, await leaseOf(second, name)));
        await leaseOf(first, name);
        await refused(commit(first, await leaseOf(stage.store.account('other'), name)));
        same(await everything(first), before);
      });
    }
  });

  it('are the same whenever they are asked for by the same name', async () => {
    for (const [n, name] of NAMES.entries()) {
      await stage.store.account(name).delivery.follow([message(`m${n}`, 1)]);
      const lease = await leaseOf(stage.store.account(name), 'balance');
      await stage.store.account(name).balance.setLow(lease, n % 2 === 0);
    }
    for (const [n, name] of NAMES.entries()) {
      const { delivery, balance } = stage.store.account(name);
      same(
        (await delivery.due('serverId', at(1), 9)).map(({ id }) => id),
        [`m${n}`],
      );
      same(await balance.wasLow(), n % 2 === 0);
    }
  });

  it('have leases of their own', async () => {
    for (const account of accounts()) {
      for (const name of [INBOX, 'delivery', 'balance'] as const) await leaseOf(account, name);
    }
    for (const account of accounts()) same(await account.acquire(INBOX), undefined);
  });

  it('have dead letters of their own, though the ids are the same', async () => {
    for (const account of accounts()) {
      const lease = await leaseOf(account, INBOX);
      for (const id of ['9', 'unreadable']) {
        await account.inbox.addDeadLetter(lease, NUMBER, letter(id));
      }
    }
    const [first, ...others] = accounts() as [AccountStore, ...AccountStore[]];
    for (const id of ['9', 'unreadable']) {
      await first.inbox.announced(id);
      await first.inbox.failedAgain(id, 'Error: again', 6);
      await first.inbox.removeDeadLetter(id);
    }
    same(await first.inbox.deadLetters(), []);
    for (const { inbox } of others) {
      same(await inbox.unannounced(NUMBER, 9), [letter('9'), letter('unreadable')]);
      same(await inbox.deadLetter('9'), letter('9'));
    }
  });

  it('have followed messages of their own, by both kinds of ids', async () => {
    const kinds = ['serverId', 'customerId'] as const;
    for (const [n, { delivery }] of accounts().entries()) {
      for (const by of kinds) await delivery.follow([{ ...message(`${by}-${n}`, 1), by }]);
    }
    for (const [n, { delivery }] of accounts().entries()) {
      for (const by of kinds) {
        same(
          (await delivery.due(by, at(1), 9)).map(({ id }) => id),
          [`${by}-${n}`],
        );
      }
    }
  });

  it('have a latest time of their own', async () => {
    const [first, second] = accounts() as [AccountStore, AccountStore];
    await first.delivery.latestTime(at(9));
    same(await second.delivery.latestTime(at(5)), at(5));
    same(await first.delivery.latestTime(at(5)), at(9));
  });
}
