import { COMMITS, everything, fill } from './commits.js';
import { differs, isTrue, refused, same } from './expectations.js';
import type { Runner } from './runner.js';
import { at, INBOX, leaseOf, letter, message, NUMBER, text } from './samples.js';
import type { Stage } from './stage.js';

const NAMES = ['', 'marketing'];

/** For a store that forgets everything: it must not claim more. */
export function keepsItsDataToItself({ it }: Runner, stage: Stage): void {
  it('says that it survives nothing', async () => {
    same(stage.store.survives, 'nothing');
  });
}

/** For stores that outlive the process, and that processes share. */
export function sharesItsData({ it }: Runner, stage: Stage): void {
  it('says that it survives something', async () => {
    isTrue(stage.store.survives !== 'nothing', 'with `survives: "nothing"` goes `shared: false`');
  });

  it('finds everything again after a restart, of every account', async () => {
    const { store } = stage;
    for (const [n, name] of NAMES.entries()) {
      const account = store.account(name);
      await fill(account);
      const lease = await leaseOf(account, INBOX);
      await account.inbox.keepAnswer(lease, NUMBER, [text(`3${n}`, 'یک')]);
      await account.inbox.intend(lease, NUMBER, at(n));
      await account.inbox.attempted(lease, NUMBER, '9', 2 + n);
      for (const id of ['8', 'unreadable']) {
        await account.inbox.addDeadLetter(lease, NUMBER, letter(id, n));
      }
      await account.balance.setLow(await leaseOf(account, 'balance'), n === 0);
      await account.delivery.latestTime(at(n));
    }
    const before = await Promise.all(NAMES.map((name) => everything(store.account(name))));
    await stage.close(store);

    const next = await stage.another();
    same(await Promise.all(NAMES.map((name) => everything(next.account(name)))), before);
    for (const [n, name] of NAMES.entries()) {
      same(await next.account(name).delivery.latestTime(at(-9)), at(n));
    }
  });

  it('goes on as the same object, closed and opened again', async () => {
    const { store, account } = stage;
    await fill(account);
    const before = await everything(account);
    await store.close();
    await store.open();
    same(await everything(account), before);
    same((await account.acquire(INBOX))?.name, INBOX);
  });

  it('shows at once what another one has done', async () => {
    const { store } = stage;
    const other = await stage.another();
    for (const name of NAMES) {
      const [here, there] = [store.account(name), other.account(name)];
      await here.delivery.follow([message('7', 1)]);
      same((await there.delivery.due('serverId', at(1), 9)).length, 1);
      const lease = await leaseOf(there, 'delivery');
      await there.delivery.record(lease, [], [{ by: 'serverId', id: '7' }]);
      same(await here.delivery.due('serverId', at(1), 9), []);
      await here.delivery.latestTime(at(5));
      same(await there.delivery.latestTime(at(1)), at(5));
    }
  });

  it('has one holder a lease among all of them', async () => {
    const { store } = stage;
    const other = (await stage.another()).account('');
    const lease = await leaseOf(store.account(''), INBOX);
    same(await other.acquire(INBOX), undefined);
    same((await other.acquire('delivery'))?.name, 'delivery');
    await lease.release();
    const next = await leaseOf(other, INBOX);
    isTrue(next.fence !== lease.fence, 'each holder has a fence of its own');
    same(await store.account('').acquire(INBOX), undefined);
  });

  for (const { call, name, commit } of COMMITS) {
    it(`refuses ${call} of a lease that another one has taken over`, async () => {
      const { store } = stage;
      const here = store.account('');
      const there = (await stage.another()).account('');
      await fill(here);
      const before = await everything(here);
      const lease = await leaseOf(here, name);
      await lease.release();
      const next = await leaseOf(there, name);
      await refused(commit(here, lease));
      same(await everything(there), before);
      await commit(there, next);
      differs(await everything(here), before);
    });
  }

  it('releases every lease when it is closed', async () => {
    const { store } = stage;
    const other = await stage.another();
    for (const name of NAMES) {
      await leaseOf(store.account(name), INBOX);
      await leaseOf(store.account(name), 'delivery');
    }
    await stage.close(store);
    for (const name of NAMES) {
      for (const task of [INBOX, 'delivery'] as const) {
        same((await other.account(name).acquire(task))?.name, task);
      }
    }
  });
}
