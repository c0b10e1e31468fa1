import { describe, expect, it } from '@jest/globals';
import * as entry from '../../lib/simulator/index.js';
import { PayamSmsSimulator } from '../../lib/simulator/index.js';
import { aMessage, Caller, SENDER } from './caller.js';

describe('a simulator', () => {
  it('is all that its entry gives at run time', () => {
    expect(Object.keys(entry)).toEqual(['PayamSmsSimulator']);
  });

  it('starts without messages or requests', async () => {
    await using sim = await PayamSmsSimulator.start();
    expect(sim).toMatchObject({ messages: [], requests: [] });
  });

  it('shares nothing with another one', async () => {
    await using one = await PayamSmsSimulator.start();
    await using other = await PayamSmsSimulator.start();
    const caller = await Caller.loggedIn(one);
    await caller.send(aMessage());
    one.fail('*', 'drop');
    expect(other.messages).toHaveLength(0);
    expect(other.url).not.toBe(one.url);
    await expect(Caller.loggedIn(other)).resolves.toBeDefined();
  });

  it('takes the given port, and rejects when it is in use', async () => {
    await using sim = await PayamSmsSimulator.start();
    const port = Number(new URL(sim.url).port);
    await expect(PayamSmsSimulator.start({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('starts its clock at the given time', async () => {
    await using sim = await PayamSmsSimulator.start({ startAt: new Date('2030-01-01T00:00:00Z') });
    expect(sim.now().toISOString()).toMatch(/^2030-01-01T00:00/);
    sim.advance('2d');
    expect(sim.now().toISOString()).toMatch(/^2030-01-03T00:00/);
  });

  it('uses the dialect it was started with', async () => {
    await using sim = await PayamSmsSimulator.start({ dialect: { balance: 'text' } });
    expect(sim.dialect).toMatchObject({ balance: 'text', mobile: 'string' });
    sim.setDialect({ mobile: 'number', balance: undefined });
    expect(sim.dialect).toMatchObject({ balance: 'text', mobile: 'number' });
    expect(() => sim.setDialect({ timeZone: 'Asia/Nowhere' })).toThrow(RangeError);
    expect(sim.dialect.timeZone).toBe('Asia/Tehran');
  });

  it('is as just started after reset(), at the same url', async () => {
    await using sim = await PayamSmsSimulator.start({ credit: 50_000 });
    const { url } = sim;
    const caller = await Caller.loggedIn(sim);
    await caller.send(aMessage({ customerId: 'a' }));
    sim.receive({ from: '98912', to: SENDER, body: 'hi' });
    sim.setDialect({ balance: 'text' });
    sim.advance('2d');
    sim.fail('*', 'drop');
    const heard: string[] = [];
    sim.onMessage(({ body }) => heard.push(body));

    sim.reset();
    expect(sim).toMatchObject({ url, messages: [], requests: [], credit: 50_000 });
    expect(sim.dialect.balance).toBe('number');
    expect(sim.now().getTime() - Date.now()).toBeLessThan(1_000);
    expect((await caller.getBalance()).status).toBe(401);
    await caller.login();
    expect((await caller.getInbox(SENDER, '0')).json).toEqual([]);
    expect((await caller.getStatus('customerId', 'a')).json).toEqual([]);
    await caller.send(aMessage({ body: 'after' }));
    expect(heard).toEqual(['after']);
  });

  it('ends open connections when it closes, and closes once', async () => {
    const sim = await PayamSmsSimulator.start();
    const caller = await Caller.loggedIn(sim);
    await Promise.all([sim.close(), sim.close()]);
    await sim.close();
    await expect(caller.getBalance()).rejects.toThrow('fetch failed');
  });
});
