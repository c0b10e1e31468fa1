import { describe, expect, it } from '@jest/globals';
import type { ScheduledFilter, ScheduledSms } from 'nestjs-payamsms';
import type { PayamSmsSimulator } from 'nestjs-payamsms/simulator';
import { useDate } from '../support/date.js';
import { bootApp, type App } from '../support/boot.js';
import { startSimulator, countOf } from '../support/simulator.js';
import { startServer, afterLogin } from '../support/scripted-server.js';
import { mobile } from '../support/numbers.js';
import { failureOf } from '../support/failure.js';

const HOUR_MS = 3_600_000;
const START = new Date('2030-03-20T20:30:00.000Z');
useDate('2030-03-20T20:30:00.000Z');
const inHours = (hours: number) => new Date(START.getTime() + hours * HOUR_MS);

async function scheduled(
  count: number,
  options: Parameters<typeof startSimulator>[0] = {},
): Promise<{ sim: PayamSmsSimulator; serverIds: string[] } & App> {
  const sim = await startSimulator({ startAt: START, ...options });
  const app = await bootApp(sim);
  const { accepted } = await app.sms.sendMany(
    Array.from({ length: count }, (_, index) => ({
      recipient: mobile(index),
      body: 'بعداً',
      customerId: `later-${index}`,
      sendDate: inHours(index + 1),
    })),
  );
  return Object.assign(app, { sim, serverIds: accepted.map(({ serverId }) => serverId) });
}

async function idsOf(items: AsyncIterable<ScheduledSms>): Promise<string[]> {
  const ids: string[] = [];
  for await (const { serverId } of items) ids.push(serverId);
  return ids;
}

describe('list', () => {
  it('gives a page of what waits, with money, parts and time', async () => {
    const { schedule, serverIds } = await scheduled(12);
    const page = await schedule.list({ from: START });
    expect(page).toMatchObject({ page: 0, totalPages: 2, totalItems: 12 });
    expect(page.items).toHaveLength(10);
    expect(page.items[0]).toEqual({
      serverId: serverIds[0],
      customerId: 'later-0',
      recipient: mobile(0),
      body: 'بعداً',
      sendDate: inHours(1),
      price: 1_000,
      parts: 1,
    });
  });

  it('gives the page asked for, of the size asked for', async () => {
    const { schedule, serverIds } = await scheduled(12);
    const page = await schedule.list({ from: START }, { page: 2, size: 5 });
    expect(page).toMatchObject({ page: 2, totalPages: 3, totalItems: 12 });
    expect(page.items.map(({ serverId }) => serverId)).toEqual(serverIds.slice(10));
  });

  it.each<[string, ScheduledFilter, number[]]>([
    ['a customerId', { customerId: 'later-3' }, [3]],
    ['from', { from: inHours(9) }, [8, 9, 10, 11]],
    ['to', { to: inHours(2) }, [0, 1]],
    ['from and to, both included', { from: inHours(3), to: inHours(4) }, [2, 3]],
    ['parts that agree', { customerId: 'later-3', to: inHours(5) }, [3]],
    ['parts that do not', { customerId: 'later-3', to: inHours(2) }, []],
  ])('keeps to %s', async (_, filter, expected) => {
    const { schedule, serverIds } = await scheduled(12);
    const { items } = await schedule.list(filter);
    expect(items.map(({ serverId }) => serverIds.indexOf(serverId))).toEqual(expected);
  });

  it('keeps to a serverId beyond 2^53', async () => {
    const { schedule, serverIds } = await scheduled(2, {
      dialect: { firstId: 9_007_199_254_740_993n, serverId: 'number' },
    });
    const [serverId = ''] = serverIds;
    expect(serverId).toBe('9007199254740993');
    expect((await schedule.list({ serverId })).items).toMatchObject([{ serverId }]);
  });

  it.each([
    [{}, {}],
    [{ from: new Date('never') }, {}],
    [{ from: '2030-01-01' }, {}],
    [{ customerId: 'a' }, { page: -1 }],
    [{ customerId: 'a' }, { size: 0 }],
    [{ customerId: 'a' }, { size: 1.5 }],
  ])('asks nothing that cannot be right: %j %j', async (filter, page) => {
    const sim = await startSimulator();
    const { schedule } = await bootApp(sim);
    const error = await failureOf(schedule.list(filter as ScheduledFilter, page));
    expect(['TypeError', 'RangeError']).toContain(error.name);
    expect(sim.requests).toEqual([]);
  });

  it('does not know what has been sent meanwhile', async () => {
    const { sim, schedule } = await scheduled(3);
    sim.advance('2h');
    expect(await schedule.list({ from: START })).toMatchObject({ totalItems: 1 });
  });

  it.each([
    ['a list', [], 'body'],
    ['an answer without items', { message: 'later' }, 'scheduledMessages'],
    ['items that are no list', { scheduledMessages: {} }, 'scheduledMessages'],
    ['an item without an id', { scheduledMessages: [{}] }, 'scheduledMessages[0].serverId'],
    [
      'a Jalali date',
      { scheduledMessages: [{ serverId: '1', sendDate: '1404-01-01 00:00:00' }] },
      'scheduledMessages[0].sendDate',
    ],
  ])('finds %s unexpected, and says where', async (_, body, where) => {
    const server = await startServer(afterLogin(() => ({ body })));
    const { schedule } = await bootApp(server);
    expect(await failureOf(schedule.list({ customerId: 'a' }))).toMatchObject({
      name: 'PayamSmsUnexpectedAnswerError',
      where,
    });
  });
});

describe('iterate', () => {
  it('gives every message once, page by page', async () => {
    const { sim, schedule, serverIds } = await scheduled(250);
    expect(await idsOf(schedule.iterate({ from: START }))).toEqual(serverIds);
    expect(countOf(sim, 'listScheduled')).toBe(3);
  });

  it('gives every message once even when each is cancelled on the way', async () => {
    const { schedule, serverIds } = await scheduled(230);
    const met: string[] = [];
    for await (const { serverId } of schedule.iterate({ from: START })) {
      met.push(serverId);
      await schedule.cancel(serverId);
    }
    expect(met.toSorted()).toEqual(serverIds.toSorted());
    expect(await idsOf(schedule.iterate({ from: START }))).toEqual([]);
  });

  it('ends with a service that always tells of another page', async () => {
    const server = await startServer(
      afterLogin(() => ({ body: { scheduledMessages: [], totalPages: 1e9, totalItem: 5 } })),
    );
    const { schedule } = await bootApp(server);
    expect(await idsOf(schedule.iterate({ customerId: 'a' }))).toEqual([]);
    expect(server.requests.length).toBeLessThan(5);
  });
});

describe('cancel', () => {
  it('cancels what waits, gives its price back, and is false the second time', async () => {
    const { sim, schedule, serverIds } = await scheduled(1);
    const [serverId = ''] = serverIds;
    const credit = sim.credit;
    expect(await schedule.cancel(serverId, 'لغو شد')).toEqual({
      serverId,
      recipient: mobile(0),
      cancelled: true,
    });
    expect(sim.requests.at(-1)?.body).toEqual({ serverId, cancelMessage: 'لغو شد' });
    expect(sim.credit).toBe(credit + 1_000);
    expect(await schedule.cancel(serverId)).toMatchObject({ serverId, cancelled: false });
  });

  it('is false when it was too late', async () => {
    const { sim, schedule, serverIds } = await scheduled(1);
    sim.advance('2h');
    expect(await schedule.cancel(serverIds[0] ?? '')).toMatchObject({ cancelled: false });
  });

  it('is not repeated when nobody knows whether it was done', async () => {
    const { sim, schedule, serverIds } = await scheduled(1);
    const fault = sim.fail('cancelScheduled', 'accept-then-drop');
    expect(await failureOf(schedule.cancel(serverIds[0] ?? ''))).toMatchObject({
      name: 'PayamSmsTransportError',
      operation: 'cancelScheduled',
      requestSent: true,
    });
    expect(fault.fired).toBe(1);
    expect(sim.messages).toMatchObject([{ cancelled: true }]);
  });

  it.each(['', ' '])('asks nothing for an id of %j', async (serverId) => {
    const sim = await startSimulator();
    const { schedule } = await bootApp(sim);
    expect(await failureOf(schedule.cancel(serverId))).toBeInstanceOf(TypeError);
    expect(sim.requests).toEqual([]);
  });
});
