import type { Lease, LeaseName } from '../../store/lease.js';
import type { AccountStore } from '../../store/store.js';
import { COMMITS, everything, fill } from './commits.js';
import { differs, refused, same } from './expectations.js';
import type { Runner } from './runner.js';
import { INBOX, leaseOf, OTHER_INBOX } from './samples.js';
import type { Stage } from './stage.js';

/** Leases that do not hold, or not for this. */
const STALE: Record<string, (account: AccountStore, name: LeaseName) => Promise<Lease>> = {
  'was released': released,
  'was released, and is held by another': async (account, name) => {
    const lease = await released(account, name);
    await leaseOf(account, name);
    return lease;
  },
  'is for another number': (account) => leaseOf(account, OTHER_INBOX),
  'is for another task': (account, name) => leaseOf(account, name === INBOX ? 'balance' : INBOX),
};

export function refusesStaleHolders({ describe, it }: Runner, stage: Stage): void {
  for (const { call, name, commit } of COMMITS) {
    describe(call, () => {
      it('is done by the holder', async () => {
        const { account } = stage;
        await fill(account);
        const before = await everything(account);
        await commit(account, await leaseOf(account, name));
        differs(await everything(account), before);
      });

      for (const [which, staleLease] of Object.entries(STALE)) {
        it(`is refused when the lease ${which}, and changes nothing`, async () => {
          const { account } = stage;
          await fill(account);
          const before = await everything(account);
          await refused(commit(account, await staleLease(account, name)));
          same(await everything(account), before);
        });
      }
    });
  }
}

async function released(account: AccountStore, name: LeaseName): Promise<Lease> {
  const lease = await leaseOf(account, name);
  await lease.release();
  return lease;
}
