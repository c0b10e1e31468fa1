import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PayamSmsSimulator } from '../../../lib/simulator/index.js';
import { aMessage, Caller, RECIPIENT, SENDER } from '../caller.js';
import { openEvents } from './events-client.js';
import { Rest } from './rest.js';

describe('the event stream', () => {
  let sim: PayamSmsSimulator;
  let caller: Caller;
  let rest: Rest;

  beforeEach(async () => {
    sim = await PayamSmsSimulator.start();
    caller = await Caller.loggedIn(sim);
    rest = new Rest(sim);
  });
  afterEach(() => sim.close());

  it('says hello, and who speaks', async () => {
    await using events = await openEvents(sim.url);
    expect(events.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
    });
    const { instance, version, lastEventId } = (await rest.get('/overview')).json;
    expect(await events.next('hello')).toEqual({
      id: lastEventId,
      type: 'hello',
      data: { instance, version, resumed: false },
    });
  });

  it('tells of all that happens', async () => {
    await using events = await openEvents(sim.url);
    sim.fail('send', 'slow', { delayMs: 1, times: 1 });
    expect((await events.next('faults.changed')).data).toMatchObject({ items: [{ fired: 0 }] });
    await caller.send(aMessage({ body: 'a' }), aMessage({ body: 'b' }));
    expect((await events.next('fault.fired')).data).toMatchObject({
      fired: { endpoint: 'send', kind: 'slow', operation: 'send' },
    });
    expect((await events.next('faults.changed')).data).toEqual({ items: [] });
    expect((await events.next('message.accepted')).data).toMatchObject({
      message: { body: 'a', state: 'queued' },
      counts: { accepted: 1 },
    });
    expect((await events.next('message.accepted')).data).toMatchObject({ message: { body: 'b' } });
    expect((await events.next('request.logged')).data).toMatchObject({
      request: { operation: 'send', status: 200, outcome: 'answered', fault: 'slow' },
    });
    expect((await events.next('credit.changed')).data).toEqual({ credit: sim.credit });
    sim.receive({ from: RECIPIENT, to: SENDER, body: 'hi' });
    expect((await events.next('inbound.received')).data).toMatchObject({
      text: { body: 'hi', unread: true },
    });
    await caller.getInbox(SENDER);
    expect((await events.next('inbound.read')).data).toMatchObject({ text: { unread: false } });
    sim.setDialect({ mobile: 'number' });
    expect((await events.next('dialect.changed')).data).toMatchObject({ mobile: 'number' });
    sim.setCredit(5);
    expect((await events.next('credit.changed')).data).toEqual({ credit: 5 });
    await rest.delete('/conversations');
    expect((await events.next('cleared')).data).toEqual({ what: 'conversations' });
    sim.reset();
    expect((await events.next('reset')).data).toEqual({ reason: 'reset' });
  });

  it('sees a message change: by the clock, by a word, by a cancellation', async () => {
    await using events = await openEvents(sim.url);
    await caller.send(aMessage(), aMessage({ sendDate: '2100-01-01 12:00:00' }));
    const [now, later] = sim.messages;
    sim.advance('2s');
    const changed = async () => (await events.next('message.changed')).data.message;
    expect(await changed()).toMatchObject({ serverId: now?.serverId, state: 'pending' });
    sim.advance('1m');
    expect(await changed()).toMatchObject({ serverId: now?.serverId, state: 'delivered' });
    sim.setDelivery({ serverId: now?.serverId ?? '' }, 'Failed');
    expect(await changed()).toMatchObject({ serverId: now?.serverId, state: 'failed' });
    await caller.cancelScheduled({ serverId: later?.serverId });
    expect(await changed()).toMatchObject({ serverId: later?.serverId, state: 'cancelled' });
  });

  it('sees a message change though nobody moves the clock', async () => {
    await using quick = await PayamSmsSimulator.start({ delivery: { queuedMs: 1, pendingMs: 1 } });
    await using events = await openEvents(quick.url);
    await (await Caller.loggedIn(quick)).send(aMessage());
    let state: unknown;
    while (state !== 'delivered') {
      const { message } = (await events.next('message.changed')).data;
      ({ state } = message as { state: unknown });
    }
    expect(state).toBe('delivered');
  });

  it('goes on after a connection broke, with what was missed', async () => {
    let seen: string;
    {
      await using events = await openEvents(sim.url);
      await caller.send(aMessage({ body: 'seen' }));
      seen = (await events.next('message.accepted')).id;
    }
    await caller.send(aMessage({ body: 'missed' }));
    sim.advance('2s');
    for (const [headers, query] of [
      [{ 'last-event-id': seen }, ''],
      [{}, `?lastEventId=${seen}`],
    ] as const) {
      await using again = await openEvents(sim.url, headers, query);
      expect(await again.next('hello')).toMatchObject({ id: seen, data: { resumed: true } });
      expect((await again.next('message.accepted')).data).toMatchObject({
        message: { body: 'missed' },
      });
      const changed = [await again.next('message.changed'), await again.next('message.changed')];
      expect(changed).toMatchObject([
        { data: { message: { body: 'seen', state: 'pending' } } },
        { data: { message: { body: 'missed', state: 'pending' } } },
      ]);
    }
  });

  it('says when it cannot go on: another run, an id to come, or too long ago', async () => {
    const { url } = sim;
    const resumed = async (id: string) => {
      await using events = await openEvents(url, { 'last-event-id': id });
      return (await events.next('hello')).data.resumed;
    };
    const { instance } = (await rest.get('/overview')).json;
    expect(await resumed('another.1')).toBe(false);
    expect(await resumed(`${instance}.99`)).toBe(false);
    expect(await resumed('')).toBe(false);
    for (let count = 0; count < 1_001; count += 1) sim.setCredit(count);
    expect(await resumed(`${instance}.0`)).toBe(false);
    expect(await resumed(`${instance}.1`)).toBe(true);
  });

  it('ends with the simulator, and holds nothing up', async () => {
    const events = await openEvents(sim.url);
    await events.next('hello');
    await sim.close();
    await events.ended;
    expect(events.status).toBe(200);
  });

  it('is not opened a hundred times over', async () => {
    // They end with the simulator.
    for (let count = 0; count < 100; count += 1) await openEvents(sim.url);
    await using refused = await openEvents(sim.url);
    expect(refused.status).toBe(429);
  });
});
