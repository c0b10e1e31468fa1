import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PayamSmsSimulator } from '../../lib/simulator/index.js';
import { aMessage, Caller } from './caller.js';

describe('status', () => {
  let sim: PayamSmsSimulator;
  let caller: Caller;

  beforeEach(async () => {
    sim = await PayamSmsSimulator.start({
      // Long beside the real time that a busy machine may take between two calls.
      delivery: { queuedMs: 60_000, pendingMs: 60_000, failingRecipients: ['0935 000 0000'] },
      dialect: { tokenLifetimeMs: 604_800_000 },
    });
    caller = await Caller.loggedIn(sim);
  });
  afterEach(() => sim.close());

  const statusOf = async (...ids: string[]) =>
    ((await caller.getStatus('customerId', ...ids)).json as { status: string }[]).map(
      ({ status }) => status,
    );

  it('progresses with the clock from the queue to the operator to the phone', async () => {
    await caller.send(aMessage({ customerId: 'a', body: 'س'.repeat(71) }));
    const serverId = sim.messages[0]?.serverId ?? '';
    const row = { customerId: 'a', serverId, totalParts: 2, totalUnDeliveredParts: 0 };
    const ask = async () => (await caller.getStatus('serverId', serverId)).json;

    const waiting = { ...row, totalDeliveredParts: 0, totalUnKnownParts: 2 };
    expect(await ask()).toEqual([{ ...waiting, status: 'Pending In Queue' }]);
    sim.advance('1m');
    expect(await ask()).toEqual([{ ...waiting, status: 'Pending' }]);
    sim.advance('1m');
    const delivered = { ...row, totalDeliveredParts: 2, totalUnKnownParts: 0 };
    expect(await ask()).toEqual([{ ...delivered, status: 'Send Successfully' }]);
    expect(sim.messages[0]?.status).toBe('Send Successfully');
  });

  it('fails for the numbers that no text reaches', async () => {
    await caller.send(aMessage({ customerId: 'a', recipient: '989350000000' }));
    sim.advance('2m');
    const answer = await caller.getStatus('customerId', 'a');
    expect(answer.json).toMatchObject([
      { status: 'Failed', totalDeliveredParts: 0, totalUnDeliveredParts: 1, totalUnKnownParts: 0 },
    ]);
  });

  it('is what setDelivery sets, by any id or recipient', async () => {
    await caller.send(
      aMessage({ customerId: 'a' }),
      aMessage({ customerId: 'b' }),
      aMessage({ customerId: 'c', recipient: '989350000000' }),
      aMessage({ customerId: 'd' }),
    );
    sim.setDelivery(sim.messages[0]?.serverId ?? '', 'Failed');
    sim.setDelivery('b', 'Pending');
    sim.setDelivery({ recipient: '0935 000 0000' }, 'Send Successfully');
    sim.setDelivery({ customerId: 'd' }, 'Blacklisted');
    sim.advance('1d');
    expect(await statusOf('a', 'b', 'c', 'd')).toEqual([
      'Failed',
      'Pending',
      'Send Successfully',
      'Blacklisted',
    ]);
    expect(() => sim.setDelivery('nobody', 'Failed')).toThrow('No accepted message');
  });

  it('may speak in other words (row 14)', async () => {
    sim.setDialect({ statusWords: { 'Send Successfully': 'Delivered' } });
    await caller.send(aMessage({ customerId: 'a' }));
    expect(await statusOf('a')).toEqual(['Pending In Queue']);
    sim.advance('2m');
    expect(await statusOf('a')).toEqual(['Delivered']);
  });

  it('answers with every message of a repeated customerId (row 12)', async () => {
    await caller.send(aMessage({ customerId: 'a' }));
    await caller.send(aMessage({ customerId: 'a' }));
    await caller.send(aMessage({ customerId: 'a' }));
    expect(await statusOf('a')).toHaveLength(3);
    expect(await statusOf('a', 'a')).toHaveLength(3);
  });

  it('does not mistake one kind of id for the other', async () => {
    await caller.send(aMessage({ customerId: '77' }));
    expect((await caller.getStatus('serverId', '77')).json).toEqual([]);
  });

  describe('of an unknown id (row 13)', () => {
    beforeEach(async () => {
      await caller.send(aMessage({ customerId: 'a' }));
    });

    it('is missing', async () => {
      expect((await caller.getStatus('customerId', 'x', 'a')).json).toMatchObject([
        { customerId: 'a' },
      ]);
    });

    it.each(['E305', 'E8'] as const)('is an entry with %s', async (code) => {
      sim.setDialect({ unknownId: { as: 'entry', code } });
      expect((await caller.getStatus('customerId', 'x', 'a')).json).toMatchObject([
        { customerId: 'x', errorCode: code },
        { customerId: 'a', status: expect.any(String) },
      ]);
      expect((await caller.getStatus('serverId', 'x')).json).toMatchObject([
        { serverId: 'x', errorCode: code },
      ]);
    });

    it.each([200, 404])('makes the whole answer an error with status %d', async (status) => {
      sim.setDialect({ unknownId: { as: 'error', code: 'E305', status } });
      const error = { status, json: { errorCode: 'E305' } };
      expect(await caller.getStatus('customerId', 'x', 'a')).toMatchObject(error);
      expect(await statusOf('a')).toHaveLength(1);
    });

    it('makes the whole answer an error only when nothing is found', async () => {
      sim.setDialect({ unknownId: { as: 'error', code: 'E8', status: 400, when: 'all' } });
      expect(await statusOf('x', 'a')).toHaveLength(1);
      expect((await caller.getStatus('customerId', 'x', 'y')).status).toBe(400);
    });
  });

  it('knows a scheduled message, or not before it is sent (row 19)', async () => {
    sim.setDialect({ scheduledStatus: 'absent' });
    const sendDate = new Date(sim.now().getTime() + 3_600_000 + 3.5 * 3_600_000);
    const text = sendDate.toISOString().slice(0, 19).replace('T', ' ');
    await caller.send(aMessage({ customerId: 'a', sendDate: text }));
    expect(await statusOf('a')).toEqual([]);
    sim.setDialect({ scheduledStatus: 'known' });
    expect(await statusOf('a')).toEqual(['Pending In Queue']);
    sim.setDialect({ scheduledStatus: 'absent' });
    sim.advance('1h');
    expect(await statusOf('a')).toEqual(['Pending In Queue']);
    sim.advance('2m');
    expect(await statusOf('a')).toEqual(['Send Successfully']);
  });

  it('shows an accepted message only after a while (row 20)', async () => {
    sim.setDialect({ statusDelayMs: 60_000 });
    await caller.send(aMessage({ customerId: 'a' }));
    expect(await statusOf('a')).toEqual([]);
    sim.advance('30s');
    expect(await statusOf('a')).toEqual([]);
    sim.advance('30s');
    expect(await statusOf('a')).toHaveLength(1);
  });

  it('writes serverIds as numbers with every digit (row 18)', async () => {
    sim.setDialect({ firstId: 9_007_199_254_740_993n, serverId: 'number' });
    await caller.send(aMessage());
    const answer = await caller.getStatus('serverId', '9007199254740993');
    expect(answer.text).toContain('"serverId":9007199254740993,');
  });

  it.each([
    ['E2', ''],
    ['E2', '?ids=1'],
    ['E2', '?byCustomer=true'],
    ['E2', '?byCustomer=true&ids='],
    ['E2', '?byCustomer=true&ids[]=1'],
    [undefined, '?byCustomer=yes&ids=1'],
    ['E107', `?byCustomer=true&${Array.from({ length: 251 }, (_, id) => `ids=${id}`).join('&')}`],
  ])('answers with 400 and %s: %.60s', async (errorCode, query) => {
    const answer = await caller.call(`/report/webservice/status${query}`);
    expect(answer.status).toBe(400);
    expect((answer.json as { errorCode?: string }).errorCode).toBe(errorCode);
  });
});
