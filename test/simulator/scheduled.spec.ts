import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PayamSmsSimulator } from '../../lib/simulator/index.js';
import { aMessage, Caller, RECIPIENT } from './caller.js';

describe('scheduled messages', () => {
  let sim: PayamSmsSimulator;
  let caller: Caller;

  beforeEach(async () => {
    // 12:00:00 in Tehran.
    sim = await PayamSmsSimulator.start({
      startAt: new Date('2025-06-01T08:30:00Z'),
      dialect: { tokenLifetimeMs: 604_800_000 },
    });
    caller = await Caller.loggedIn(sim);
  });
  afterEach(() => sim.close());

  const schedule = (customerId: string, sendDate: string) =>
    caller.send(aMessage({ customerId, sendDate }));
  const listed = async (filter: Record<string, string>) => {
    const page = (await caller.listScheduled(filter)).json;
    return (page as { scheduledMessages: { customerId: string }[] }).scheduledMessages.map(
      ({ customerId }) => customerId,
    );
  };
  const ever = { from: '2025-01-01 00:00:00' };

  it('are listed until they are due', async () => {
    await schedule('a', '2025-06-01 13:00:00');
    expect((await caller.listScheduled({ customerId: 'a' })).json).toEqual({
      totalItem: 1,
      totalPages: 1,
      currentPage: 0,
      scheduledMessages: [
        {
          serverId: sim.messages[0]?.serverId,
          customerId: 'a',
          sendDate: '2025-06-01 13:00:00',
          recipient: RECIPIENT,
          message: 'hello',
          totalPrice: 1_000,
          parts: 1,
        },
      ],
    });
    sim.advance('1h');
    expect(await listed({ customerId: 'a' })).toEqual([]);
    expect(await listed(ever)).toEqual([]);
  });

  it('are sent at their time, and delivery runs from there', async () => {
    await schedule('a', '2025-06-01 13:00:00');
    sim.advance('59m');
    expect(sim.messages[0]?.status).toBe('Pending In Queue');
    sim.advance('2m');
    expect(sim.messages[0]?.status).toBe('Send Successfully');
  });

  it('are not scheduled when their time has passed', async () => {
    await schedule('a', '2025-06-01 11:59:59');
    expect(await listed({ customerId: 'a' })).toEqual([]);
  });

  it('are found by every filter, and filters go together', async () => {
    await schedule('late', '2025-06-03 12:00:00');
    await schedule('early', '2025-06-02 12:00:00');
    const [late, early] = sim.messages.map(({ serverId }) => serverId);
    expect(await listed(ever)).toEqual(['early', 'late']);
    expect(await listed({ serverId: late ?? '' })).toEqual(['late']);
    expect(await listed({ customerId: 'early' })).toEqual(['early']);
    expect(await listed({ from: '2025-06-02 12:00:01' })).toEqual(['late']);
    expect(await listed({ from: '2025-06-02 12:00:00', to: '2025-06-02 12:00:00' })).toEqual([
      'early',
    ]);
    expect(await listed({ to: '2025-06-02 11:59:59' })).toEqual([]);
    expect(await listed({ customerId: 'late', to: '2025-06-03 11:00:00' })).toEqual([]);
    expect(await listed({ customerId: 'late', serverId: early ?? '' })).toEqual([]);
    expect(await listed({ customerId: 'early', serverId: early ?? '' })).toEqual(['early']);
  });

  it('come ten to a page, or as many as asked, from page 0', async () => {
    const ids = Array.from({ length: 25 }, (_, index) => `m${index}`);
    await caller.send(
      ...ids.map((customerId) => aMessage({ customerId, sendDate: '2025-06-02 12:00:00' })),
    );
    expect(await listed(ever)).toEqual(ids.slice(0, 10));
    expect(await listed({ ...ever, page: '2' })).toEqual(ids.slice(20));
    expect(await listed({ ...ever, page: '3' })).toEqual([]);
    expect((await caller.listScheduled({ ...ever, page: '1', size: '7' })).json).toMatchObject({
      totalItem: 25,
      totalPages: 4,
      currentPage: 1,
      scheduledMessages: ids.slice(7, 14).map((customerId) => ({ customerId })),
    });
  });

  it('are cancelled once, and the money comes back', async () => {
    const credit = sim.credit;
    await schedule('a', '2025-06-01 13:00:00');
    await schedule('b', '2025-06-01 13:00:00');
    const serverId = sim.messages[0]?.serverId;
    const cancel = () => caller.cancelScheduled({ serverId, cancelMessage: 'changed my mind' });
    expect((await cancel()).json).toEqual({ serverId, recipient: RECIPIENT, status: true });
    expect(sim.messages[0]).toMatchObject({ cancelled: true, status: 'Failed' });
    expect(sim.credit).toBe(credit - 1_000);
    expect(await listed(ever)).toEqual(['b']);
    expect((await cancel()).json).toEqual({ serverId, recipient: RECIPIENT, status: false });
  });

  it('are cancelled with a list of one answer (row 23), and by a number', async () => {
    sim.setDialect({ cancelAnswer: 'list', firstId: 9_007_199_254_740_993n });
    await schedule('a', '2025-06-01 13:00:00');
    const cancellation = {
      body: '{"serverId":9007199254740993,"cancelMessage":null}',
      headers: { 'content-type': 'application/json' },
    };
    const path = '/panel/webservice/cancelScheduled';
    expect((await caller.call(path, cancellation)).json).toEqual([
      { serverId: '9007199254740993', recipient: RECIPIENT, status: true },
    ]);
    sim.setDialect({ fieldTypes: 'strict' });
    expect((await caller.call(path, cancellation)).status).toBe(400);
  });

  it('are not cancelled when they are sent or unknown', async () => {
    await caller.send(aMessage());
    const serverId = sim.messages[0]?.serverId;
    expect((await caller.cancelScheduled({ serverId })).json).toMatchObject({ status: false });
    expect((await caller.cancelScheduled({ serverId: 'x' })).json).toEqual({
      serverId: 'x',
      status: false,
    });
  });

  it.each([
    ['E2', {}],
    ['E2', { page: '0' }],
    [undefined, { from: 'tomorrow' }],
    [undefined, { to: '2025-06-02' }],
    [undefined, { customerId: 'a', page: '-1' }],
    [undefined, { customerId: 'a', size: '0' }],
    [undefined, { customerId: 'a', size: 'all' }],
  ])('are not listed for lack of sense: %s %j', async (errorCode, filter) => {
    const answer = await caller.listScheduled(filter);
    expect(answer.status).toBe(400);
    expect((answer.json as { errorCode?: string }).errorCode).toBe(errorCode);
  });

  it.each([{}, { serverId: null }, { serverId: [1] }, { serverId: '1', reason: 'x' }, []])(
    'are not cancelled by %j',
    async (body) => {
      expect((await caller.cancelScheduled(body)).status).toBe(400);
    },
  );
});
