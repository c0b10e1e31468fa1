import { describe, expect, it } from '@jest/globals';
import { PayamSmsSimulator } from '../../../lib/simulator/index.js';
import { aMessage, Caller, RECIPIENT, SENDER } from '../caller.js';
import { openEvents } from './events-client.js';
import { useScene } from './scene.js';

describe('the event stream', () => {
  const scene = useScene();

  it('begins with hello and the instance', async () => {
    await using events = await openEvents(scene.sim.url);
    expect(events.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
    });
    const { instance, version, lastEventId } = (await scene.rest.get('/overview')).json;
    expect(await events.next('hello')).toEqual({
      id: lastEventId,
      type: 'hello',
      data: { instance, version, resumed: false },
    });
  });

  it('sends every kind of event', async () => {
    await using events = await openEvents(scene.sim.url);
    scene.sim.fail('send', 'slow', { delayMs: 1, times: 1 });
    expect((await events.next('faults.changed')).data).toMatchObject({ items: [{ fired: 0 }] });
    await scene.caller.send(aMessage({ body: 'a' }), aMessage({ body: 'b' }));
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
    expect((await events.next('credit.changed')).data).toEqual({ credit: scene.sim.credit });
    scene.sim.receive({ from: RECIPIENT, to: SENDER, body: 'hi' });
    expect((await events.next('inbound.received')).data).toMatchObject({
      text: { body: 'hi', unread: true },
    });
    await scene.caller.getInbox(SENDER);
    expect((await events.next('inbound.read')).data).toMatchObject({ text: { unread: false } });
    scene.sim.setDialect({ mobile: 'number' });
    expect((await events.next('dialect.changed')).data).toMatchObject({ mobile: 'number' });
    scene.sim.setCredit(5);
    expect((await events.next('credit.changed')).data).toEqual({ credit: 5 });
    await scene.rest.delete('/conversations');
    expect((await events.next('cleared')).data).toEqual({ what: 'conversations' });
    scene.sim.reset();
    expect((await events.next('reset')).data).toEqual({ reason: 'reset' });
  });

  it('sees a message change: by the clock, by a word, by a cancellation', async () => {
    await using events = await openEvents(scene.sim.url);
    await scene.caller.send(aMessage(), aMessage({ sendDate: '2100-01-01 12:00:00' }));
    const [now, later] = scene.sim.messages;
    scene.sim.advance('2s');
    const changed = async () => (await events.next('message.changed')).data.message;
    expect(await changed()).toMatchObject({ serverId: now?.serverId, state: 'pending' });
    scene.sim.advance('1m');
    expect(await changed()).toMatchObject({ serverId: now?.serverId, state: 'delivered' });
    scene.sim.setDelivery({ serverId: now?.serverId ?? '' }, 'Failed');
    expect(await changed()).toMatchObject({ serverId: now?.serverId, state: 'failed' });
    await scene.caller.cancelScheduled({ serverId: later?.serverId });
    expect(await changed()).toMatchObject({ serverId: later?.serverId, state: 'cancelled' });
  });

  it('sends a change of state that comes by real time, without an advance', async () => {
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
      await using events = await openEvents(scene.sim.url);
      await scene.caller.send(aMessage({ body: 'seen' }));
      seen = (await events.next('message.accepted')).id;
    }
    await scene.caller.send(aMessage({ body: 'missed' }));
    scene.sim.advance('2s');
    for (const [headers, query] of [
      [{ 'last-event-id': seen }, ''],
      [{}, `?lastEventId=${seen}`],
    ] as const) {
      await using again = await openEvents(scene.sim.url, headers, query);
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

  it('does not resume from another run, an unknown id, or too old an event', async () => {
    const { url } = scene.sim;
    const resumed = async (id: string) => {
      await using events = await openEvents(url, { 'last-event-id': id });
      return (await events.next('hello')).data.resumed;
    };
    const { instance } = (await scene.rest.get('/overview')).json;
    expect(await resumed('another.1')).toBe(false);
    expect(await resumed(`${instance}.99`)).toBe(false);
    expect(await resumed('')).toBe(false);
    for (let count = 0; count < 1_001; count += 1) scene.sim.setCredit(count);
    expect(await resumed(`${instance}.0`)).toBe(false);
    expect(await resumed(`${instance}.1`)).toBe(true);
  });

  it('ends with the simulator, and holds nothing up', async () => {
    const events = await openEvents(scene.sim.url);
    await events.next('hello');
    await scene.sim.close();
    await events.ended;
    expect(events.status).toBe(200);
  });

  it('is not opened a hundred times over', async () => {
    // They end with the simulator.
    for (let count = 0; count < 100; count += 1) await openEvents(scene.sim.url);
    await using refused = await openEvents(scene.sim.url);
    expect(refused.status).toBe(429);
  });
});
