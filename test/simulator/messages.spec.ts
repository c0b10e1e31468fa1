import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PayamSmsSimulator } from '../../lib/simulator/index.js';
import { aMessage, Caller, RECIPIENT, SENDER } from './caller.js';

describe('accepted messages', () => {
  let sim: PayamSmsSimulator;
  let caller: Caller;

  beforeEach(async () => {
    sim = await PayamSmsSimulator.start();
    caller = await Caller.loggedIn(sim);
  });
  afterEach(() => sim.close());

  it('show their status wherever they are printed', async () => {
    await caller.send(aMessage());
    sim.advance('1m');
    const [message] = sim.messages;
    expect(inspect(message)).toContain("status: 'Send Successfully'");
    expect(JSON.parse(JSON.stringify(message))).toMatchObject({
      recipient: RECIPIENT,
      status: 'Send Successfully',
      cancelled: false,
    });
  });

  it('are passed to a listener as they come, until it unsubscribes', async () => {
    const heard: string[] = [];
    const stop = sim.onMessage(({ body }) => heard.push(body));
    await caller.send(aMessage({ body: 'one' }), aMessage({ body: 'two' }));
    stop();
    await caller.send(aMessage({ body: 'three' }));
    expect(heard).toEqual(['one', 'two']);
  });

  describe('can be waited for', () => {
    it('when they are there already', async () => {
      await caller.send(aMessage({ customerId: 'a' }));
      const message = await sim.waitForMessage({ customerId: 'a' });
      expect(message).toBe(sim.messages[0]);
    });

    it('when they are still to come', async () => {
      const waiting = sim.waitForMessage({ body: /^code \d+$/ });
      await caller.send(aMessage({ body: 'hello' }));
      await caller.send(aMessage({ body: 'code 123' }));
      await expect(waiting).resolves.toMatchObject({ body: 'code 123' });
    });

    it('the newest when several are there', async () => {
      await caller.send(aMessage({ body: 'code 1' }), aMessage({ body: 'code 2' }));
      await expect(sim.waitForMessage({ body: 'code' })).resolves.toMatchObject({
        body: 'code 2',
      });
    });

    it.each(['09121234567', '+989121234567', '۰۹۱۲ ۱۲۳ ۴۵۶۷', '00989121234567', '9121234567'])(
      'by the recipient %s',
      async (recipient) => {
        await caller.send(aMessage(), aMessage({ recipient: '989350000000' }));
        await expect(sim.waitForMessage({ recipient })).resolves.toBe(sim.messages[0]);
      },
    );

    it('by the sender', async () => {
      await caller.send(aMessage(), aMessage({ sender: '983000' }));
      await expect(sim.waitForMessage({ sender: '2000123' })).resolves.toBe(sim.messages[0]);
    });

    it.each<[string | RegExp]>([
      ['كد شما ۱۲۳'],
      ['کد شما 123'],
      [/کد شما \d{3}/],
      [/كد شما ١٢٣/g],
      [/ک/],
    ])('by the text %s, however its letters and digits are typed', async (body) => {
      await caller.send(aMessage({ body: 'سلام. كد شما ١٢٣ است' }));
      await expect(sim.waitForMessage({ body })).resolves.toBe(sim.messages[0]);
    });

    it('by all that is asked for together', async () => {
      await caller.send(aMessage({ body: 'a', customerId: '1' }), aMessage({ body: 'a' }));
      const query = { recipient: RECIPIENT, sender: SENDER, customerId: '1', body: 'a' };
      await expect(sim.waitForMessage(query)).resolves.toBe(sim.messages[0]);
    });

    it('not for ever: the error lists what did arrive', async () => {
      await caller.send(aMessage({ body: 'سلام', customerId: 'a' }));
      const waiting = sim.waitForMessage({ recipient: '0935', body: /code/ }, { timeoutMs: 5 });
      await expect(waiting).rejects.toThrow(
        "No message matched { recipient: '0935', body: /code/ } within 5 ms. 1 arrived, the newest last:\n" +
          `{ recipient: '${RECIPIENT}', sender: '${SENDER}', customerId: 'a', body: 'سلام' }`,
      );
      await expect(sim.waitForMessage({ body: 'x' }, { timeoutMs: 0 })).rejects.toThrow('within');
    });

    it('not for ever, when nothing arrives', async () => {
      await expect(sim.waitForMessage({}, { timeoutMs: 5 })).rejects.toThrow('Nothing arrived.');
    });

    it('not past close() or reset()', async () => {
      const failure = () => sim.waitForMessage({}).catch((error: unknown) => String(error));
      const overReset = failure();
      sim.reset();
      expect(await overReset).toContain('before reset()');
      const overClose = failure();
      await sim.close();
      expect(await overClose).toContain('before close()');
    });
  });
});
