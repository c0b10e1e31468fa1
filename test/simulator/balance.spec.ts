import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PayamSmsSimulator } from '../../lib/simulator/index.js';
import { aMessage, Caller } from './caller.js';

describe('balance', () => {
  let sim: PayamSmsSimulator;
  let caller: Caller;

  beforeEach(async () => {
    sim = await PayamSmsSimulator.start({ credit: 5_000, pricePerPart: 1_200 });
    caller = await Caller.loggedIn(sim);
  });
  afterEach(() => sim.close());

  it('is a bare JSON number', async () => {
    const answer = await caller.getBalance();
    expect(answer).toMatchObject({ status: 200, text: '5000' });
    expect(answer.headers.get('content-type')).toBe('application/json');
  });

  it('is what the parts that were sent have left', async () => {
    await caller.send(aMessage({ body: 'س'.repeat(71) }));
    expect(sim.credit).toBe(2_600);
    expect((await caller.getBalance()).json).toBe(2_600);
  });

  it('can be set', async () => {
    sim.setCredit(7);
    expect((await caller.getBalance()).json).toBe(7);
    expect(() => sim.setCredit(0.5)).toThrow('Not an amount in rials');
  });

  it('comes as text or in quotes in other dialects (row 5)', async () => {
    sim.setDialect({ balance: 'text' });
    const text = await caller.getBalance();
    expect(text.text).toBe('5000');
    expect(text.headers.get('content-type')).toContain('text/plain');
    sim.setDialect({ balance: 'quoted' });
    expect((await caller.getBalance()).text).toBe('"5000"');
  });
});
