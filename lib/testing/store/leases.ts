import { isTrue, same } from './expectations.js';
import type { Runner } from './runner.js';
import { INBOX, leaseOf, OTHER_INBOX } from './samples.js';
import type { Stage } from './stage.js';

const NAMES = [INBOX, OTHER_INBOX, 'delivery', 'balance'] as const;

export function givesLeases({ it }: Runner, stage: Stage): void {
  it('have one holder each', async () => {
    const { account } = stage;
    for (const name of NAMES) same((await account.acquire(name))?.name, name);
    for (const name of NAMES) same(await account.acquire(name), undefined);
  });

  it('are free once they are released, each by itself', async () => {
    const { account } = stage;
    const lease = await leaseOf(account, INBOX);
    await leaseOf(account, OTHER_INBOX);
    await leaseOf(account, 'delivery');
    await lease.release();
    same((await account.acquire(INBOX))?.name, INBOX);
    same(await account.acquire(OTHER_INBOX), undefined);
    same(await account.acquire('delivery'), undefined);
  });

  it('have a fence that no other holder has', async () => {
    const { account } = stage;
    const fences = new Set<string>();
    for (let n = 0; n < 5; n++) {
      const lease = await leaseOf(account, INBOX);
      fences.add(lease.fence);
      await lease.release();
    }
    same(fences.size, 5);
  });

  it('know whether they are held', async () => {
    const { account } = stage;
    const first = await leaseOf(account, INBOX);
    isTrue(first.isHeld(), 'it is held');
    await first.release();
    isTrue(!first.isHeld(), 'it was released');
    const second = await leaseOf(account, INBOX);
    isTrue(second.isHeld() && !first.isHeld(), 'only the second one is held');
  });

  it('may be released twice, and take nothing from the next holder', async () => {
    const { account } = stage;
    const first = await leaseOf(account, INBOX);
    await first.release();
    const second = await leaseOf(account, INBOX);
    await first.release();
    isTrue(second.isHeld(), 'the second one is held');
    same(await account.acquire(INBOX), undefined);
  });

  it('are held no more when the store is closed', async () => {
    const leases = await Promise.all(NAMES.map((name) => leaseOf(stage.account, name)));
    await stage.close(stage.store);
    isTrue(!leases.some((lease) => lease.isHeld()), 'none is held');
  });

  it('are for what is kept of the balance, too', async () => {
    const { balance } = stage.account;
    const lease = await leaseOf(stage.account, 'balance');
    same(await balance.wasLow(), false);
    for (const isLow of [true, true, false]) {
      await balance.setLow(lease, isLow);
      same(await balance.wasLow(), isLow);
    }
  });
}
