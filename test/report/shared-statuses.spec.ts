import { describe, expect, it, jest } from '@jest/globals';
import type { PayamSmsApi } from '../../lib/api/payamsms.api.js';
import { StatusLookup } from '../../lib/api/status-lookup.js';
import { PayamSmsApiError } from '../../lib/errors/api.error.js';
import { SharedStatuses } from '../../lib/report/shared-statuses.js';
import { someSettings } from '../support/settings.js';

interface Service {
  hasPlace?: boolean;
  isDown?: (ids: readonly string[]) => boolean;
}

function setUp({ hasPlace = true, isDown = () => false }: Service = {}) {
  const calls: string[][] = [];
  const getStatus = jest.fn<PayamSmsApi['getStatus']>(async (ids, kind) => {
    calls.push([kind, ...ids]);
    if (isDown(ids)) throw new PayamSmsApiError('getStatus', { status: 500 });
    const rows = ids
      .filter((id) => id !== 'absent')
      .map((id) => ({ [kind]: id, providerStatus: 'Pending' }) as never);
    return { rows, unreadable: [] };
  });
  const api = { hasPlace, getStatus } as unknown as PayamSmsApi;
  const settings = someSettings({ batchSize: 3 });
  return { statuses: new SharedStatuses(api, new StatusLookup(api, settings), settings), calls };
}

const idsOf = ({ rows }: { rows: Map<string, readonly unknown[]> }) =>
  [...rows].map(([id, its]) => `${id}:${its.length}`);

describe('questions for states', () => {
  it.each([true, false])(
    'of one turn share their calls, with a place at hand: %s',
    async (hasPlace) => {
      const { statuses, calls } = setUp({ hasPlace });
      const found = await Promise.all(
        [['a'], ['b', 'absent'], ['c']].map((ids) => statuses.find(ids, 'serverId')),
      );
      expect(found.map(idsOf)).toEqual([['a:1'], ['b:1', 'absent:0'], ['c:1']]);
      expect(calls).toEqual([
        ['serverId', 'a', 'b', 'absent'],
        ['serverId', 'c'],
      ]);
    },
  );

  it('by serverId and by customerId share no call', async () => {
    const { statuses, calls } = setUp();
    await Promise.all([statuses.find(['a'], 'serverId'), statuses.find(['a'], 'customerId')]);
    expect(calls).toEqual([
      ['serverId', 'a'],
      ['customerId', 'a'],
    ]);
  });

  it('that fill calls by themselves share none', async () => {
    const { statuses, calls } = setUp();
    await Promise.all([
      statuses.find(['a'], 'serverId'),
      statuses.find(['b', 'c', 'd'], 'serverId'),
    ]);
    expect(calls).toEqual([
      ['serverId', 'b', 'c', 'd'],
      ['serverId', 'a'],
    ]);
  });

  it('fail with their call, and no other does', async () => {
    const { statuses } = setUp({ isDown: (ids) => ids.includes('a') });
    const ends = await Promise.allSettled(
      [['a', 'b'], ['c'], ['d']].map((ids) => statuses.find(ids, 'serverId')),
    );
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
  });
});
