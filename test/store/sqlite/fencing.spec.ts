import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { rmSync } from 'node:fs';
import { SqliteStore } from '../../../lib/store/sqlite/sqlite-store.js';
import { COMMITS, everything, fill } from '../conformance/leases.js';
import { leaseOf } from '../conformance/samples.js';
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

describe('a holder whose lock was taken away from under it', () => {
  it.each(COMMITS)('commits nothing by %s, and says why', async (_, duty, commit) => {
    await fill(stale);
    const before = await everything(stale);
    const lease = await leaseOf(stale, duty);
    // As when somebody cleans up what he takes for a forgotten file.
    rmSync(directory.path(`sms.db-${duty.replace(':', '-')}.lease`));
    const following = await leaseOf(next, duty);

    await expect(commit(stale, lease)).rejects.toMatchObject({ reason: 'lease-lost' });
    expect(await everything(stale)).toEqual(before);
    await commit(next, following);
    expect(await everything(stale)).not.toEqual(before);
  });
});
