import { describe, expect, it, jest } from '@jest/globals';
import type { PayamSmsApi } from '../../../lib/api/payamsms.api.js';
import { WireTime } from '../../../lib/api/wire-time.js';
import { PayamSmsTransportError } from '../../../lib/errors/transport.error.js';
import { SharedScheduleLookup } from '../../../lib/sms/reconcile/shared-schedule-lookup.js';
import { Deadline } from '../../../lib/sms/run/deadline.js';
import { prepared } from '../../support/messages.js';

const TIME = new WireTime('Asia/Tehran');
const LATER = TIME.format(new Date(Date.now() + 3_600_000))!;
const PAGE = 500;

/** A list in which some messages wait; `asked` is what it was asked for. */
function setUp(
  waiting: readonly string[],
  isDown: (query: URLSearchParams) => boolean = () => false,
) {
  const asked: URLSearchParams[] = [];
  const listScheduled = jest.fn<PayamSmsApi['listScheduled']>(async (query) => {
    asked.push(query);
    if (isDown(query))
      throw new PayamSmsTransportError('listScheduled', { cause: new Error('reset') });
    const customerId = query.get('customerId');
    const all = waiting.filter((id) => customerId === null || id === customerId);
    const page = Number(query.get('page') ?? 0);
    const size = Number(query.get('size') ?? 10);
    const rows = all.slice(page * size, (page + 1) * size);
    const items = rows.map((id) => ({ serverId: `s${id}`, customerId: id })) as never[];
    const totalPages = Math.ceil(all.length / size);
    return { items, unreadable: [], page, totalPages, totalItems: all.length };
  });
  const lookup = new SharedScheduleLookup({ time: TIME, listScheduled } as unknown as PayamSmsApi);
  const find = (count: number) =>
    Promise.all(
      Array.from({ length: count }, (_, i) =>
        lookup.find(prepared(i, { sendDate: LATER }), { deadline: new Deadline(), urgent: false }),
      ),
    );
  return { find, asked };
}

const ids = (count: number, from = 0) => Array.from({ length: count }, (_, i) => `c${from + i}`);
const rowOf = (id: string) => ({ rows: [{ serverId: `s${id}`, customerId: id }] });

describe('many messages that are looked for in the scheduled list', () => {
  it('share a page of it, found or not', async () => {
    const { find, asked } = setUp(ids(300));
    const findings = await find(310);
    expect(findings).toEqual([...ids(300).map(rowOf), ...ids(10).map(() => ({ rows: [] }))]);
    expect(asked.map((query) => [query.get('page'), query.get('size')])).toEqual([
      ['0', String(PAGE)],
    ]);
  });

  it('are asked for one by one where the list is mostly of others; those on the first page are found', async () => {
    const others = ids(4_000, 1_000);
    const { find, asked } = setUp([...ids(3), ...others]);
    expect(await find(6)).toEqual([...ids(3).map(rowOf), { rows: [] }, { rows: [] }, { rows: [] }]);
    expect(asked.map((query) => query.get('customerId'))).toEqual([null, 'c3', 'c4', 'c5']);
  });

  it('are asked for one by one where the pages cannot be had', async () => {
    const { find, asked } = setUp(ids(5), (query) => query.has('page'));
    expect(await find(6)).toEqual([...ids(5).map(rowOf), { rows: [] }]);
    expect(asked.map((query) => query.get('customerId'))).toEqual([null, ...ids(6)]);
  });

  it('are looked for around the dates of sending and of accepting', async () => {
    const { find, asked } = setUp([]);
    await find(5);
    const [from, to] = ['from', 'to'].map((key) => TIME.parse(asked[0]!.get(key)!)!.getTime());
    expect(from).toBeLessThan(Date.now() - 23 * 3_600_000);
    expect(to).toBeGreaterThan(TIME.parse(LATER)!.getTime() + 23 * 3_600_000);
  });
});

it('few messages are asked for one by one', async () => {
  const { find, asked } = setUp(ids(1));
  expect(await find(2)).toEqual([rowOf('c0'), { rows: [] }]);
  expect(asked.map(String)).toEqual(['customerId=c0', 'customerId=c1']);
});

it('an error is that of the message alone that was asked for', async () => {
  const { find } = setUp(ids(2), (query) => query.get('customerId') === 'c1');
  expect(await find(2)).toMatchObject([rowOf('c0'), { error: { name: 'PayamSmsTransportError' } }]);
});
