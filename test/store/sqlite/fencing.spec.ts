import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { rmSync } from 'node:fs';
import { SqliteStore } from '../../../lib/store/sqlite/sqlite-store.js';
import { COMMITS, everything, fill } from '../../../lib/testing/store/commits.js';
import { leaseOf } from '../../../lib/testing/store/samples.js';
import { TemporaryDirectory } from './support/temporary-directory.js';

const directory = new TemporaryDirectory();
let stale: SqliteStore;
let next: SqliteStore;

beforeEach(async () => {
  const path = directory.make('sms.db');
  stale = new SqliteStore(path);
  next = new SqliteStore(path);
  await stale.open();
  await next.open();
});
afterEach(async () => {
  await stale.close();
  await next.close();
  directory.remove();
});

const CASES = ['', 'marketing'].flatMap((account) =>
  COMMITS.map(({ call, name, commit }) => [call, account, name, commit] as const),
);

describe('a holder whose lock file was deleted', () => {
  it.each(CASES)('commits nothing by %s in account "%s"', async (_, account, name, commit) => {
    const [here, there] = [stale.account(account), next.account(account)];
    await fill(here);
    const before = await everything(here);
    const lease = await leaseOf(here, name);
    // As when somebody cleans up what looks like a forgotten file.
    const prefix = account === '' ? '' : `${account}-`;
    rmSync(directory.path(`sms.db-${prefix}${name.replace(':', '-')}.lease`));
    const following = await leaseOf(there, name);

    await expect(commit(here, lease)).rejects.toMatchObject({ reason: 'lease-lost' });
    expect(await everything(here)).toEqual(before);
    await commit(there, following);
    expect(await everything(here)).not.toEqual(before);
  });
});
