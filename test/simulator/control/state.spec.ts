import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PayamSmsSimulator } from '../../../lib/simulator/index.js';
import { aMessage, Caller, RECIPIENT, SENDER } from '../caller.js';
import { Rest } from './rest.js';

describe('the state over REST', () => {
  let sim: PayamSmsSimulator;
  let other: PayamSmsSimulator;
  let rest: Rest;

  beforeEach(async () => {
    sim = await PayamSmsSimulator.start();
    other = await PayamSmsSimulator.start();
    rest = new Rest(sim);
  });
  afterEach(() => Promise.all([sim.close(), other.close()]));

  it('goes from one simulator to another, whole', async () => {
    const caller = await Caller.loggedIn(sim);
    await caller.send(
      aMessage({ body: 'sent', customerId: 'a' }),
      aMessage({ body: 'decided', customerId: 'b' }),
      aMessage({ body: 'later', customerId: 'c', sendDate: '2100-01-01 12:00:00' }),
      aMessage({ body: 'cancelled', customerId: 'd', sendDate: '2100-01-01 12:00:00' }),
    );
    sim.setDelivery('b', 'Blacklisted');
    await caller.cancelScheduled({ serverId: sim.messages.at(-1)?.serverId });
    sim.receive({ from: RECIPIENT, to: SENDER, body: 'read' });
    await caller.getInbox(SENDER);
    sim.receive({ from: RECIPIENT, to: SENDER, body: 'unread' });
    sim.setDialect({ mobile: 'number', unknownId: { as: 'entry', code: 'E8' } });
    sim.setCredit(77_000);
    sim.advance('10d');
    sim.fail('send', 'status 503', { times: 3, skip: 1, retryAfter: new Date('2030-01-01') });
    await caller.login();
    await caller.getBalance();

    const state = (await rest.get('/state')).json;
    expect((await new Rest(other).put('/state', state)).status).toBe(200);

    expect(JSON.stringify(other.messages)).toBe(JSON.stringify(sim.messages));
    expect(other.credit).toBe(77_000);
    expect(other.dialect).toEqual(sim.dialect);
    expect(Math.abs(other.now().getTime() - sim.now().getTime())).toBeLessThan(60_000);
    expect((await new Rest(other).get('/faults')).json).toMatchObject({
      items: [{ endpoint: 'send', kind: 'status 503', times: 3, retryAfter: expect.any(String) }],
    });
    const { savedAt: _, ...before } = state;
    const { savedAt: __, ...after } = (await new Rest(other).get('/state')).json;
    expect(after).toEqual(before);

    other.clearFaults();
    const client = await Caller.loggedIn(other);
    expect((await client.getInbox(SENDER)).json).toMatchObject([{ body: 'unread' }]);
    expect((await client.listScheduled({ customerId: 'c' })).json).toMatchObject({ totalItem: 1 });
    expect((await client.listScheduled({ customerId: 'd' })).json).toMatchObject({ totalItem: 0 });
    await client.send(aMessage());
    const [last, lastBefore] = [other.messages.at(-1), sim.messages.at(-1)];
    expect(BigInt(last?.serverId ?? 0)).toBe(BigInt(lastBefore?.serverId ?? 0) + 1n);
  });

  it('says no secret', async () => {
    await (await Caller.loggedIn(sim)).send(aMessage());
    const { text } = await rest.get('/state');
    const { password, clientSecret } = sim.credentials;
    for (const secret of [password, clientSecret, 'token"']) expect(text).not.toContain(secret);
  });

  it.each([
    [{}, 'format: is missing'],
    [{ format: 'mailpit', formatVersion: 1 }, 'format: must be one of payamsms-simulator'],
    [{ format: 'payamsms-simulator', formatVersion: 2 }, 'formatVersion: must be one of 1'],
    [
      { format: 'payamsms-simulator', formatVersion: 1, messages: [{ serverId: 1 }] },
      'messages[0].serverId: must be text of 1 to 19 digits, not 1',
    ],
    [
      { format: 'payamsms-simulator', formatVersion: 1, dialect: { mobile: 'x' } },
      'dialect.mobile: must be one of string, number, not "x"',
    ],
    [{ format: 'payamsms-simulator', formatVersion: 1, extra: 1 }, 'extra: is not known here'],
  ])('%j is none, and changes nothing', async (state, why) => {
    await (await Caller.loggedIn(sim)).send(aMessage());
    const answer = await rest.put('/state', state);
    expect(answer.status).toBe(400);
    expect(answer.json.message).toContain(why);
    expect(sim.messages).toHaveLength(1);
  });

  it('is as just started after a reset', async () => {
    await (await Caller.loggedIn(sim)).send(aMessage());
    sim.fail('*', 'drop');
    const { json } = await rest.post('/reset');
    expect(json.counts).toEqual({
      accepted: 0,
      kept: 0,
      pruned: 0,
      cleared: 0,
      received: 0,
      requests: 0,
      faults: 0,
    });
  });

  it('is summed up', async () => {
    await (await Caller.loggedIn(sim)).send(aMessage());
    sim.receive({ from: RECIPIENT, to: '983000', body: 'hi', at: new Date('2030-01-01') });
    const { json } = await rest.get('/overview');
    expect(json).toMatchObject({
      authentication: 'none',
      credit: sim.credit,
      pricePerPart: 1_000,
      lines: null,
      senders: ['983000', SENDER],
      maxMessages: null,
      dialect: { firstId: '1000000' },
      counts: { accepted: 1, kept: 1, received: 1, requests: 2 },
    });
    await using lined = await PayamSmsSimulator.start({ lines: ['2000'], maxMessages: 7 });
    expect((await new Rest(lined).get('/overview')).json).toMatchObject({
      lines: ['982000'],
      maxMessages: 7,
    });
  });
});
