import { describe, expect, it } from '@jest/globals';
import type { UnknownIdAnswer } from 'nestjs-payamsms/simulator';
import { bootApp } from '../support/boot.js';
import { startSimulator, countOf } from '../support/simulator.js';
import { startServer, afterLogin } from '../support/scripted-server.js';
import { SENDER, mobile } from '../support/numbers.js';
import { failureOf } from '../support/failure.js';

async function sent(count: number, options: Parameters<typeof startSimulator>[0] = {}) {
  const sim = await startSimulator(options);
  const app = await bootApp(sim);
  const { accepted } = await app.sms.sendMany(
    Array.from({ length: count }, (_, index) => ({
      recipient: mobile(index),
      body: 'hello',
      customerId: `order-${index}`,
    })),
  );
  return Object.assign(app, { sim, serverIds: accepted.map(({ serverId }) => serverId) });
}

describe('states', () => {
  it('follow a message on its way', async () => {
    const { sim, reports, serverIds } = await sent(1);
    const [id = ''] = serverIds;
    const state = async () => (await reports.getStatuses([id]))[0];
    expect(await state()).toEqual({
      id,
      found: true,
      serverId: id,
      customerId: 'order-0',
      state: 'queued',
      providerStatus: 'Pending In Queue',
      parts: { total: 1, delivered: 0, undelivered: 0, unknown: 1 },
    });
    sim.advance('2s');
    expect(await state()).toMatchObject({ state: 'pending', providerStatus: 'Pending' });
    sim.advance('1h');
    expect(await state()).toMatchObject({
      state: 'delivered',
      parts: { delivered: 1, unknown: 0 },
    });
    sim.setDelivery(id, 'Failed');
    expect(await state()).toMatchObject({ state: 'failed', parts: { undelivered: 1 } });
  });

  it('may be words that nobody knows: they are kept', async () => {
    const { sim, reports, serverIds } = await sent(1);
    sim.setDelivery({ customerId: 'order-0' }, 'Blacklisted ❌');
    expect(await reports.getStatuses(serverIds)).toMatchObject([
      { state: 'other', providerStatus: 'Blacklisted ❌' },
    ]);
  });

  it('are asked for in calls of 250, answered in the order of the ids', async () => {
    const { sim, reports, serverIds } = await sent(600);
    const asked = serverIds.toReversed();
    const statuses = await reports.getStatuses(asked);
    expect(statuses.map(({ id }) => id)).toEqual(asked);
    expect(statuses.every(({ found }) => found)).toBe(true);
    const calls = sim.requests.filter(({ operation }) => operation === 'getStatus');
    const sizes = calls.map(({ query }) => query['ids']?.length ?? 0);
    // Calls at the same time arrive in any order.
    expect(sizes.toSorted((one, other) => one - other)).toEqual([100, 250, 250]);
  });

  it('are asked for in as few ids a call as a smaller batchSize says', async () => {
    const sim = await startSimulator({ dialect: { batchLimit: 249 } });
    const { reports } = await bootApp(sim, { batchSize: 249 });
    const ids = Array.from({ length: 250 }, (_, index) => `order-${index}`);
    const statuses = await reports.getStatuses(ids, { by: 'customerId' });
    expect(statuses).toHaveLength(250);
    expect(countOf(sim, 'getStatus')).toBe(2);
  });

  it('keep each URL under 8 KiB, however long the ids', async () => {
    const sim = await startSimulator();
    const { reports } = await bootApp(sim);
    const ids = Array.from({ length: 250 }, (_, index) => `${'شناسه'.repeat(5)}-${index}`);
    const statuses = await reports.getStatuses(ids, { by: 'customerId' });
    expect(statuses).toHaveLength(250);
    const calls = sim.requests.filter(({ operation }) => operation === 'getStatus');
    expect(calls.length).toBeGreaterThan(1);
    expect(calls.map(({ status }) => status)).toEqual(calls.map(() => 200));
  });

  it('of an id asked for twice come once', async () => {
    const { sim, reports, serverIds } = await sent(1);
    expect(await reports.getStatuses([...serverIds, ...serverIds])).toHaveLength(1);
    expect(countOf(sim, 'getStatus')).toBe(1);
  });

  it('of no ids need no call', async () => {
    const sim = await startSimulator();
    const { reports } = await bootApp(sim);
    expect(await reports.getStatuses([])).toEqual([]);
    expect(sim.requests).toEqual([]);
  });

  it.each([[['']], [[' ']], [[42]], [[undefined]]])('cannot be asked for by %j', async (ids) => {
    const sim = await startSimulator();
    const { reports } = await bootApp(sim);
    expect(await failureOf(reports.getStatuses(ids as string[]))).toMatchObject({
      name: 'TypeError',
    });
    expect(sim.requests).toEqual([]);
  });

  it('of a customerId that was used again come with every message that bears it', async () => {
    const sim = await startSimulator();
    const { sms, reports } = await bootApp(sim);
    const twice = { recipient: mobile(), body: 'hello', customerId: 'twice' };
    const first = await sms.send(twice);
    const second = await sms.send(twice);
    const statuses = await reports.getStatuses(['none', 'twice'], { by: 'customerId' });
    expect(statuses).toMatchObject([
      { id: 'none', found: false },
      { id: 'twice', found: true, serverId: first.serverId },
      { id: 'twice', found: true, serverId: second.serverId },
    ]);
  });

  it.each(['string', 'number'] as const)(
    'keep every digit of ids beyond 2^53, in both directions, as %s',
    async (serverId) => {
      const { reports, serverIds } = await sent(3, {
        dialect: { firstId: 9_007_199_254_740_993n, serverId },
      });
      expect(serverIds[0]).toBe('9007199254740993');
      const statuses = await reports.getStatuses(serverIds);
      expect(statuses).toMatchObject(serverIds.map((id) => ({ id, found: true, serverId: id })));
    },
  );

  it.each<UnknownIdAnswer>([
    { as: 'missing' },
    { as: 'entry', code: 'E305' },
    { as: 'entry', code: 'E8' },
    { as: 'error', code: 'E305', status: 200 },
    { as: 'error', code: 'E305', status: 404 },
    { as: 'error', code: 'E8', status: 400, when: 'any' },
    { as: 'error', code: 'E8', status: 400, when: 'all' },
  ])('are "not found" for the unknown alone, when the service says %j', async (unknownId) => {
    const { sim, reports, serverIds } = await sent(40, { dialect: { unknownId } });
    const asked = serverIds.flatMap((id, index) => (index % 20 === 7 ? [id, `77${id}`] : [id]));
    const statuses = await reports.getStatuses(asked);
    expect(statuses.map(({ id, found }) => [id, found])).toEqual(
      asked.map((id) => [id, serverIds.includes(id)]),
    );
    const byCustomer = await reports.getStatuses(['order-0', 'nobody'], { by: 'customerId' });
    expect(byCustomer.map(({ found }) => found)).toEqual([true, false]);
    expect(countOf(sim, 'getStatus')).toBeLessThan(40);
  });

  it.each(['known', 'absent'] as const)(
    'of a scheduled message may be %s',
    async (scheduledStatus) => {
      const sim = await startSimulator({ dialect: { scheduledStatus } });
      const { sms, reports } = await bootApp(sim);
      const sendDate = new Date(sim.now().getTime() + 3_600_000);
      const { serverId } = await sms.send({ recipient: mobile(), body: 'later', sendDate });
      const found = async () => (await reports.getStatuses([serverId]))[0]?.found;
      expect(await found()).toBe(scheduledStatus === 'known');
      sim.advance('2h');
      expect(await found()).toBe(true);
    },
  );

  it.each([
    ['an object', { status: 'fine' }],
    ['a text', '"fine"'],
    ['HTML', '<html>'],
    ['nothing', ''],
  ])('are an unexpected answer when they come as %s', async (_, body) => {
    const server = await startServer(afterLogin(() => ({ body })));
    const { reports } = await bootApp(server);
    expect(await failureOf(reports.getStatuses(['1']))).toMatchObject({
      name: 'PayamSmsUnexpectedAnswerError',
      operation: 'getStatus',
    });
  });

  it('pass over rows that are none, and rows of others', async () => {
    const row = { serverId: 12, status: 'Pending', totalParts: '2' };
    const server = await startServer(
      afterLogin(() => ({ body: [null, 'x', {}, { ...row, serverId: 99 }, row] })),
    );
    const { reports } = await bootApp(server);
    expect(await reports.getStatuses(['11', '12'])).toEqual([
      { id: '11', found: false },
      {
        id: '12',
        found: true,
        serverId: '12',
        state: 'pending',
        providerStatus: 'Pending',
        parts: { total: 2, delivered: 0, undelivered: 0, unknown: 0 },
      },
    ]);
  });

  it('that are refused for another reason say so', async () => {
    const server = await startServer(afterLogin(() => ({ body: { errorCode: 'E4' } })));
    const { reports } = await bootApp(server, { sender: SENDER });
    expect(await failureOf(reports.getStatuses(['1', '2']))).toMatchObject({
      name: 'PayamSmsApiError',
      code: 'E4',
    });
  });
});
