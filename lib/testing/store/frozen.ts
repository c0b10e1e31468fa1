import { COMMITS, everything, fill } from './commits.js';
import { differs, isTrue, refused, same } from './expectations.js';
import type { Runner } from './runner.js';
import { leaseOf } from './samples.js';
import type { Stage } from './stage.js';

/** For accounts with a name and without one: their leases may be kept in different ways. */
const ACCOUNTS = ['', 'marketing'];

/** For a holder that goes on as if it still had its lease, while another one has taken it over. */
export function leavesNothingToStaleHolders({ it }: Runner, stage: Stage): void {
  for (const account of ACCOUNTS) {
    for (const { call, name, commit } of COMMITS) {
      it(`commits nothing by ${call} in account "${account}"`, async () => {
        const here = stage.store.account(account);
        const there = (await stage.another()).account(account);
        await fill(here);
        const before = await everything(here);
        const stale = await leaseOf(here, name);
        await stage.expireLeases();
        const next = await leaseOf(there, name);
        await refused(commit(here, stale));
        same(await everything(there), before);
        await commit(there, next);
        differs(await everything(here), before);
      });
    }

    it(`takes nothing from the next holder by its release, in account "${account}"`, async () => {
      const here = stage.store.account(account);
      const there = (await stage.another()).account(account);
      for (const name of new Set(COMMITS.map((each) => each.name))) {
        const stale = await leaseOf(here, name);
        await stage.expireLeases();
        const next = await leaseOf(there, name);
        await stale.release();
        isTrue(next.isHeld(), 'the next one is held');
        same(await here.acquire(name), undefined);
      }
    });
  }
}
