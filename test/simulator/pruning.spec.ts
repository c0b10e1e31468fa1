import { describe, expect, it } from '@jest/globals';
import { PayamSmsSimulator } from '../../lib/simulator/index.js';
import { aMessage, Caller } from './caller.js';
import { Rest } from './control/rest.js';

const messages = (count: number, more = {}) =>
  Array.from({ length: count }, (_, index) =>
    aMessage({ customerId: `c${index}`, body: `text ${index}`, ...more }),
  );

describe('a simulator that keeps few messages', () => {
  it('keeps the newest, and counts them all', async () => {
    await using sim = await PayamSmsSimulator.start({ maxMessages: 3 });
    const { messages: live } = sim;
    const caller = await Caller.loggedIn(sim);
    await caller.send(...messages(10));
    expect(live.map(({ body }) => body)).toEqual(['text 7', 'text 8', 'text 9']);
    const { counts } = (await new Rest(sim).get('/overview')).json;
    expect(counts).toMatchObject({ accepted: 10, kept: 3, pruned: 7 });
  });

  it('still answers the state of pruned messages, so that no app sends them again', async () => {
    await using sim = await PayamSmsSimulator.start({ maxMessages: 3 });
    const caller = await Caller.loggedIn(sim);
    await caller.send(...messages(10), aMessage({ customerId: 'c0' }));
    const ids = Array.from({ length: 10 }, (_, index) => `c${index}`);
    expect((await caller.getStatus('customerId', ...ids)).json).toHaveLength(11);
    const rest = new Rest(sim);
    expect(await rest.get('/messages/1000000')).toMatchObject({
      status: 404,
      json: { message: expect.stringContaining('is no longer kept (--max-messages)') },
    });
    expect(JSON.stringify((await rest.get('/state')).json.pruned)).not.toContain('text 0');
  });

  it('forgets even that after ten thousand more', async () => {
    await using sim = await PayamSmsSimulator.start({ maxMessages: 1 });
    const caller = await Caller.loggedIn(sim);
    await caller.send(aMessage({ customerId: 'first' }), aMessage({ customerId: 'second' }));
    for (let batch = 0; batch < 40; batch += 1) {
      await caller.send(...messages(250, { customerId: undefined }));
    }
    expect((await caller.getStatus('customerId', 'first')).json).toEqual([]);
    expect((await caller.getStatus('customerId', 'second')).json).toHaveLength(1);
  });

  it('keeps a message until its time has come', async () => {
    await using sim = await PayamSmsSimulator.start({ maxMessages: 2 });
    const caller = await Caller.loggedIn(sim);
    await caller.send(aMessage({ body: 'later', sendDate: '2100-01-01 12:00:00' }));
    await caller.send(...messages(5));
    expect(sim.messages.map(({ body }) => body)).toEqual(['later', 'text 4']);
    const listed = await caller.listScheduled({ from: '2000-01-01 00:00:00' });
    expect(listed.json).toMatchObject({ scheduledMessages: [{ message: 'later' }] });
  });

  it('keeps all of them by default', async () => {
    await using sim = await PayamSmsSimulator.start();
    const caller = await Caller.loggedIn(sim);
    for (let batch = 0; batch < 4; batch += 1) await caller.send(...messages(250));
    expect(sim.messages).toHaveLength(1_000);
  });
});
