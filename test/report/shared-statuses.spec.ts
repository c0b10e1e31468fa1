import { describe, expect, it, jest } from '@jest/globals';
import type { PayamSmsApi } from '../../lib/api/payamsms.api.js';
import { StatusLookup } from '../../lib/api/status-lookup.js';
import { PayamSmsApiError } from '../../lib/errors/api.error.js';
import { SharedStatuses } from '../../lib/report/shared-statuses.js';
import { nextTurn } from '../../lib/concurrency/timers.js';
import { deferred } from '../support/deferred.js';
import { until } from '../support/waiting.js';
import { someSettings } from '../support/settings.js';

interface Service {
  hasPlace?: boolean;
  isDown?: (ids: readonly string[]) => boolean;
  /** Until then nothing is answered. */
  gate?: Promise<void>;
}

function setUp({ hasPlace = true, isDown = () => false, gate }: Service = {}) {
  const calls: string[][] = [];
  const getStatus = jest.fn<PayamSmsApi['getStatus']>(async (ids, kind) => {
    calls.push([kind, ...ids]);
    await gate;
    if (isDown(ids)) throw new PayamSmsApiError('getStatus', { status: 500 });
    const rows = ids
      .filter((id) => id !== 'absent')
      .map((id) => ({ [kind]: id, providerStatus: 'Pending' }) as never);
    return { rows, unreadable: [] };
  });
  const place = { hasPlace };
  const api = Object.assign(place, { getStatus }) as unknown as PayamSmsApi;
  const settings = someSettings({ batchSize: 3 });
  return {
    statuses: new SharedStatuses(api, new StatusLookup(api, settings), settings),
    calls,
    place,
  };
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

  it('share their call with all that come until an earlier one has ended, where there is no place', async () => {
    const gate = deferred();
    const { statuses, calls, place } = setUp({ gate: gate.promise });
    const first = statuses.find(['a'], 'serverId');
    await until('it is asked', () => calls.length === 1);
    place.hasPlace = false;
    const second = statuses.find(['b'], 'serverId');
    await nextTurn();
    const third = statuses.find(['c'], 'serverId');
    await nextTurn();
    expect(calls).toEqual([['serverId', 'a']]);
    gate.resolve();
    await Promise.all([first, second, third]);
    expect(calls).toEqual([
      ['serverId', 'a'],
      ['serverId', 'b', 'c'],
    ]);
  });

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

  it('fail by themselves: one id that spoils a call costs the others nothing', async () => {
    const { statuses } = setUp({ isDown: (ids) => ids.includes('a') });
    const ends = await Promise.allSettled(
      [['a', 'b'], ['c'], ['d']].map((ids) => statuses.find(ids, 'serverId')),
    );
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
  });
});
