import { describe, expect, it, jest } from '@jest/globals';
import type { StatusAnswer, StatusRow, UnreadableStatus } from '../../lib/api/api.types.js';
import type { PayamSmsApi } from '../../lib/api/payamsms.api.js';
import type { IdKind } from '../../lib/api/status-calls.js';
import { StatusLookup } from '../../lib/api/status-lookup.js';
import { PayamSmsApiError } from '../../lib/errors/api.error.js';
import { PayamSmsUnexpectedAnswerError } from '../../lib/errors/unexpected-answer.error.js';
import { PayamSmsTransportError } from '../../lib/errors/transport.error.js';
import { someSettings } from '../support/settings.js';

const rowOf = (serverId: string, customerId?: string): StatusRow => ({
  serverId,
  ...(customerId !== undefined && { customerId }),
  providerStatus: 'Pending',
  parts: { total: 1, delivered: 0, undelivered: 0, unknown: 1 },
});

type GetStatus = (ids: readonly string[], kind: IdKind) => Promise<StatusAnswer>;

function lookup(
  answer: (ids: readonly string[], kind: IdKind) => StatusRow[],
  unreadable: (ids: readonly string[]) => UnreadableStatus[] = () => [],
) {
  const getStatus = jest.fn<GetStatus>(async (ids, kind) => ({
    rows: answer(ids, kind),
    unreadable: unreadable(ids),
  }));
  const statuses = new StatusLookup({ getStatus } as unknown as PayamSmsApi, someSettings());
  return { statuses, calls: () => getStatus.mock.calls.map(([ids]) => ids) };
}

const refuse = (code: string) => {
  throw new PayamSmsApiError('getStatus', { status: 400, code });
};

const numbers = (count: number) => Array.from({ length: count }, (_, i) => String(i));

describe('StatusLookup', () => {
  it('gives the rows of each id in the order of the ids, whatever the order of the answer', async () => {
    const { statuses } = lookup((ids) => ids.toReversed().map((id) => rowOf(id)));
    const { rows: found } = await statuses.find(['3', '1', '2'], 'serverId');
    expect([...found]).toEqual([
      ['3', [rowOf('3')]],
      ['1', [rowOf('1')]],
      ['2', [rowOf('2')]],
    ]);
  });

  it('asks for a repeated id once', async () => {
    const { statuses, calls } = lookup((ids) => ids.map((id) => rowOf(id)));
    const { rows: found } = await statuses.find(['1', '2', '1'], 'serverId');
    expect([...found.keys()]).toEqual(['1', '2']);
    expect(calls()).toEqual([['1', '2']]);
  });

  it('asks nothing for nothing', async () => {
    const { statuses, calls } = lookup(() => []);
    expect((await statuses.find([], 'serverId')).rows).toEqual(new Map());
    expect(calls()).toEqual([]);
  });

  it('has an empty list for an id whose row is missing', async () => {
    const { statuses } = lookup((ids) => ids.filter((id) => id !== '2').map((id) => rowOf(id)));
    expect((await statuses.find(['1', '2'], 'serverId')).rows.get('2')).toEqual([]);
  });

  it('gives every row that bears a customerId', async () => {
    const { statuses } = lookup(() => [rowOf('1', 'a'), rowOf('2', 'a'), rowOf('3', 'b')]);
    const { rows: found } = await statuses.find(['a', 'b'], 'customerId');
    expect(found.get('a')).toEqual([rowOf('1', 'a'), rowOf('2', 'a')]);
  });

  it('asks for each id alone where rows do not say whose they are', async () => {
    const { statuses } = lookup((ids) => (ids.includes('b') ? [rowOf('8')] : []));
    expect((await statuses.find(['a', 'b'], 'customerId')).rows).toEqual(
      new Map([
        ['a', []],
        ['b', [rowOf('8')]],
      ]),
    );
  });

  it('takes rows of ids that nobody asked for neither for a find nor for an absence', async () => {
    const { statuses } = lookup((ids) => [
      rowOf('7', 'z'),
      ...ids.filter((id) => id === 'a').map((id) => rowOf('1', id)),
    ]);
    const { rows, unreadable } = await statuses.find(['a', 'b'], 'customerId');
    expect(rows).toEqual(new Map([['a', [rowOf('1', 'a')]]]));
    expect([...unreadable.keys()]).toEqual(['b']);
  });

  describe('a row that cannot be read', () => {
    const error = new PayamSmsUnexpectedAnswerError('getStatus', '[0]', 'expected an object');

    it('is no absence of the one id that was asked for', async () => {
      const { statuses } = lookup(
        () => [],
        () => [{ error }],
      );
      expect(await statuses.find(['a'], 'customerId')).toEqual({
        rows: new Map(),
        unreadable: new Map([['a', error]]),
      });
    });

    it('is that of the id it names', async () => {
      const { statuses, calls } = lookup(
        (ids) => ids.filter((id) => id === 'a').map((id) => rowOf('1', id)),
        () => [{ customerId: 'b', error }],
      );
      const { rows, unreadable } = await statuses.find(['a', 'b', 'c'], 'customerId');
      expect([...rows]).toEqual([
        ['a', [rowOf('1', 'a')]],
        ['c', []],
      ]);
      expect([...unreadable.keys()]).toEqual(['b']);
      expect(calls()).toHaveLength(1);
    });

    it('is found among many by halves, and costs nobody else', async () => {
      const { statuses, calls } = lookup(
        (ids) => ids.filter((id) => Number(id) % 2 === 0).map((id) => rowOf(id)),
        (ids) => (ids.includes('17') ? [{ error }] : []),
      );
      const { rows, unreadable } = await statuses.find(numbers(250), 'serverId');
      expect([...unreadable.keys()]).toEqual(['17']);
      expect([...rows.values()].filter(({ length }) => length === 1)).toHaveLength(125);
      expect(rows.get('19')).toEqual([]);
      expect(calls().length).toBeLessThan(20);
    });
  });

  it('takes a row without an id for that of the one id asked for', async () => {
    const { statuses } = lookup(() => [rowOf('1')]);
    expect((await statuses.find(['a'], 'customerId')).rows).toEqual(new Map([['a', [rowOf('1')]]]));
  });

  it('asks in calls of 250', async () => {
    const { statuses, calls } = lookup((ids) => ids.map((id) => rowOf(id)));
    const { rows: found } = await statuses.find(numbers(600), 'serverId');
    expect(calls().map((ids) => ids.length)).toEqual([250, 250, 100]);
    expect([...found.values()].every((rows) => rows.length === 1)).toBe(true);
  });

  it.each(['E8', 'E305'])(
    'isolates the ids for which the service refuses the whole call with %s',
    async (code) => {
      const unknown = new Set(['0', '17', '249', '300']);
      const { statuses, calls } = lookup((ids) =>
        ids.some((id) => unknown.has(id)) ? refuse(code) : ids.map((id) => rowOf(id)),
      );
      const { rows: found } = await statuses.find(numbers(301), 'serverId');
      const missing = [...found].filter(([, rows]) => rows.length === 0).map(([id]) => id);
      expect(new Set(missing)).toEqual(unknown);
      expect([...found.values()].flat()).toHaveLength(297);
      // Each unknown id costs two calls for every halving, not one for each of its neighbours.
      expect(calls().length).toBeLessThan(4 * 2 * 9);
    },
  );

  it('finds one unknown id with one call', async () => {
    const { statuses, calls } = lookup(() => refuse('E305'));
    expect((await statuses.find(['a'], 'customerId')).rows).toEqual(new Map([['a', []]]));
    expect(calls()).toHaveLength(1);
  });

  it.each([
    ['another code', new PayamSmsApiError('getStatus', { status: 400, code: 'E4' })],
    ['a status alone', new PayamSmsApiError('getStatus', { status: 404 })],
    ['a network error', new PayamSmsTransportError('getStatus', { cause: new Error('reset') })],
  ])('throws %s as it is, without asking again', async (_, error) => {
    const { statuses, calls } = lookup(() => {
      throw error;
    });
    await expect(statuses.find(['a', 'b'], 'customerId')).rejects.toBe(error);
    expect(calls()).toHaveLength(1);
  });
});
