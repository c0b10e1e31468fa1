import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PayamSmsSimulator, type FaultKind, type FaultTarget } from '../../lib/simulator/index.js';
import { aMessage, Caller, RECIPIENT, SENDER, type Received } from './caller.js';

function customerIds({ json }: Received): (string | undefined)[] {
  return (json as { customerId?: string }[]).map(({ customerId }) => customerId);
}

async function balanceStatuses(caller: Caller, calls: number): Promise<number[]> {
  const statuses: number[] = [];
  for (let call = 0; call < calls; call += 1) statuses.push((await caller.getBalance()).status);
  return statuses;
}

/** What 40 calls are answered when a fault fires on half of them. */
async function statusesByChance(seed: number): Promise<number[]> {
  await using sim = await PayamSmsSimulator.start({ seed });
  sim.fail('getBalance', 'status 500', { probability: 0.5 });
  return await balanceStatuses(await Caller.loggedIn(sim), 40);
}

describe('faults', () => {
  let sim: PayamSmsSimulator;
  let caller: Caller;

  beforeEach(async () => {
    sim = await PayamSmsSimulator.start();
    caller = await Caller.loggedIn(sim);
  });
  afterEach(() => sim.close());

  const sendFive = () =>
    caller.send(...['1', '2', '3', '4', '5'].map((customerId) => aMessage({ customerId })));

  it('accept-then-drop accepts and never answers', async () => {
    sim.fail('send', 'accept-then-drop', { times: 2 });
    await expect(caller.send(aMessage())).rejects.toThrow('fetch failed');
    await expect(caller.send(aMessage())).rejects.toThrow('fetch failed');
    expect((await caller.send(aMessage())).status).toBe(200);
    expect(sim.messages).toHaveLength(3);
    expect(sim.requests.slice(1)).toMatchObject([
      { fault: 'accept-then-drop', status: undefined },
      { fault: 'accept-then-drop', status: undefined },
      { fault: undefined, status: 200 },
    ]);
  });

  it('drop accepts nothing', async () => {
    sim.fail('send', 'drop');
    await expect(caller.send(aMessage())).rejects.toThrow('fetch failed');
    expect(sim.messages).toHaveLength(0);
  });

  it.each(['status 403', 'status 429', 'status 500', 'status 502', 'status 503'] as const)(
    '%s is answered and nothing accepted',
    async (kind) => {
      sim.fail('send', kind, { times: 1 });
      const status = Number(kind.slice(-3));
      expect(await caller.send(aMessage())).toMatchObject({ status, json: { status } });
      expect(sim.messages).toHaveLength(0);
      expect(sim.requests.at(-1)).toMatchObject({ fault: kind, status });
    },
  );

  it('a status may be answered after all was accepted', async () => {
    sim.fail('send', 'status 502', { accepted: true });
    expect((await caller.send(aMessage())).status).toBe(502);
    expect(sim.messages).toHaveLength(1);
  });

  it('a status may ask to come back later, in seconds or at a date', async () => {
    sim.fail('getBalance', 'status 429', { retryAfter: 7, times: 1 });
    sim.fail('getBalance', 'status 503', { retryAfter: new Date('2030-01-01T00:00:00Z') });
    expect((await caller.getBalance()).headers.get('retry-after')).toBe('7');
    expect((await caller.getBalance()).headers.get('retry-after')).toBe(
      'Tue, 01 Jan 2030 00:00:00 GMT',
    );
  });

  it('a status may have a Retry-After that cannot be read', async () => {
    for (const retryAfter of ['soon', '-1', '99999999999999', 'Fri, 31 Feb 2026 00:00:00 GMT']) {
      sim.fail('getBalance', 'status 429', { retryAfter, times: 1 });
      expect((await caller.getBalance()).headers.get('retry-after')).toBe(retryAfter);
    }
    expect(() => sim.fail('send', 'status 429', { retryAfter: 'a\r\nb' })).toThrow('retryAfter');
  });

  it('a status may be a redirect', async () => {
    const location = 'https://elsewhere.example/panel';
    sim.fail('login', 'status 302', { location });
    const answer = await fetch(`${sim.url}/auth/oauth/token`, {
      method: 'POST',
      redirect: 'manual',
    });
    expect([answer.status, answer.headers.get('location')]).toEqual([302, location]);
    expect(() => sim.fail('login', 'status 302', { location: 'a\nb' })).toThrow('location');
  });

  it('a status has the body of the dialect, or of the fault (row 17)', async () => {
    sim.fail('getBalance', 'status 500', { times: 3 });
    sim.fail('getBalance', 'status 500', { body: 'json' });
    expect((await caller.getBalance()).json).toEqual({
      status: 500,
      error: 'Internal Server Error',
    });
    sim.setDialect({ errorBody: 'html' });
    expect((await caller.getBalance()).text).toContain('<h1>500 Internal Server Error</h1>');
    sim.setDialect({ errorBody: 'empty' });
    expect((await caller.getBalance()).text).toBe('');
    expect((await caller.getBalance()).text).toContain('Internal');
  });

  it('401 refuses a token that is good', async () => {
    sim.fail('getBalance', '401', { times: 1 });
    expect((await caller.getBalance()).status).toBe(401);
    expect((await caller.getBalance()).status).toBe(200);
  });

  it('garbage is a web page with status 200, and the message is accepted', async () => {
    sim.fail('send', 'garbage');
    const answer = await caller.send(aMessage());
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(() => answer.json).toThrow(SyntaxError);
    expect(sim.messages).toHaveLength(1);
  });

  it('truncate sends half of the true answer', async () => {
    sim.fail('send', 'truncate');
    const answer = await caller.send(aMessage({ customerId: 'abc' }));
    expect(answer.status).toBe(200);
    expect(answer.text).toMatch(/^\[\{"customerId":"abc"/);
    expect(() => answer.json).toThrow(SyntaxError);
    expect(sim.messages).toHaveLength(1);
  });

  it('truncate may close the connection before the promised length', async () => {
    sim.fail('send', 'truncate', { cut: 'connection' });
    await expect(caller.send(aMessage())).rejects.toThrow('terminated');
    expect(sim.messages).toHaveLength(1);
    expect(sim.requests.at(-1)).toMatchObject({ fault: 'truncate', status: 200 });
  });

  it('slow accepts at once and answers later', async () => {
    sim.fail('send', 'slow', { delayMs: 600_000 });
    const answer = caller.send(aMessage());
    const dropped = answer.catch((error: unknown) => String(error));
    await sim.waitForMessage({ recipient: RECIPIENT });
    expect(sim.requests.at(-1)).toMatchObject({ fault: 'slow', status: undefined });
    await sim.close();
    expect(await dropped).toContain('fetch failed');
  });

  it('slow answers in the end, and any fault can be slow', async () => {
    sim.fail('getBalance', 'slow', { delayMs: 40, times: 1 });
    sim.fail('getBalance', 'status 503', { delayMs: 40 });
    const startedAt = performance.now();
    expect((await caller.getBalance()).status).toBe(200);
    expect((await caller.getBalance()).status).toBe(503);
    expect(performance.now() - startedAt).toBeGreaterThan(75);
  });

  it('shuffle answers the entries in another order', async () => {
    sim.fail('send', 'shuffle');
    const ids = customerIds(await sendFive());
    expect(ids).not.toEqual(['1', '2', '3', '4', '5']);
    expect(new Set(ids)).toEqual(new Set(['1', '2', '3', '4', '5']));
  });

  it('omit leaves entries out (row 22)', async () => {
    sim.fail('send', 'omit', { times: 1 });
    sim.fail('send', 'omit', { entries: 3 });
    expect(customerIds(await sendFive())).toHaveLength(4);
    expect(customerIds(await sendFive())).toHaveLength(2);
    expect((await caller.send(aMessage())).json).toEqual([]);
    expect(sim.messages).toHaveLength(11);
  });

  it('no-customer-id leaves the customerId out (row 22)', async () => {
    sim.fail('send', 'no-customer-id', { times: 1 });
    sim.fail('send', 'no-customer-id', { entries: 2 });
    expect(customerIds(await sendFive())).toEqual(Array(5).fill(undefined));
    expect(customerIds(await sendFive())).toEqual([undefined, undefined, '3', '4', '5']);
  });

  it('foreign-customer-id puts one that no request sent (row 22)', async () => {
    sim.fail('send', 'foreign-customer-id', { times: 1 });
    sim.fail('send', 'foreign-customer-id', { entries: 5 });
    expect(customerIds(await sendFive())).toEqual([
      expect.stringMatching(/^nobody-/),
      '2',
      '3',
      '4',
      '5',
    ]);
    const foreign = customerIds(await sendFive());
    expect(new Set(foreign).size).toBe(5);
    expect(foreign).toEqual(Array(5).fill(expect.stringMatching(/^nobody-/)));
  });

  it('only-server-id leaves all else out, but of refusals nothing (row 22)', async () => {
    sim.fail('send', 'only-server-id');
    const answer = await caller.send(aMessage({ customerId: 'a' }), aMessage({ recipient: 'x' }));
    expect(answer.json).toEqual([
      { serverId: sim.messages[0]?.serverId },
      expect.objectContaining({ mobile: 'x', errorCode: 'E43' }),
    ]);
  });

  it('leave an answer without entries as it is', async () => {
    sim.fail('getBalance', 'shuffle');
    expect((await caller.getBalance()).json).toBe(sim.credit);
  });

  describe('fire', () => {
    const calls: Record<Exclude<FaultTarget, '*'>, () => Promise<Received>> = {
      login: () => caller.login(),
      getBalance: () => caller.getBalance(),
      send: () => caller.send(aMessage()),
      sendMultipleWithSrc: () =>
        caller.call('/panel/webservice/sendMultipleWithSrc', {
          body: { sender: SENDER, smsItems: [{ recipient: RECIPIENT, body: 'hi' }] },
        }),
      sendMultipleWithSrcBody: () =>
        caller.call('/panel/webservice/sendMultipleWithSrcBody', {
          body: { sender: SENDER, body: 'hi', smsItems: [{ recipient: RECIPIENT }] },
        }),
      getStatus: () => caller.getStatus('customerId', 'a'),
      getInbox: () => caller.getInbox(SENDER),
      listScheduled: () => caller.listScheduled({ customerId: 'a' }),
      cancelScheduled: () => caller.cancelScheduled({ serverId: 'a' }),
    };
    const firedOn = async () => {
      const hit: string[] = [];
      for (const [operation, call] of Object.entries(calls)) {
        if ((await call()).status === 503) hit.push(operation);
      }
      return hit;
    };

    it.each([
      ['login', ['login']],
      ['send', ['send', 'sendMultipleWithSrc', 'sendMultipleWithSrcBody']],
      ['sendMultipleWithSrc', ['sendMultipleWithSrc']],
      ['getInbox', ['getInbox']],
      ['*', Object.keys(calls)],
    ] as const)('%s at %j', async (target, operations) => {
      sim.fail(target, 'status 503');
      expect(await firedOn()).toEqual(operations);
    });

    it('only requests that would have been served', async () => {
      const fault = sim.fail('getBalance', 'drop', { times: 1 });
      await caller.call('/accounting/webservice/balance', {
        headers: { authorization: 'Bearer wrong' },
      });
      expect(fault.fired).toBe(0);
    });

    it('after letting some pass, and so many times', async () => {
      const fault = sim.fail('getBalance', 'status 500', { skip: 2, times: 2 });
      expect(await balanceStatuses(caller, 6)).toEqual([200, 200, 500, 500, 200, 200]);
      expect(fault.fired).toBe(2);
    });

    it('the oldest first, then the next', async () => {
      sim.fail('*', 'status 500', { times: 1 });
      sim.fail('getBalance', 'status 502', { times: 1 });
      expect((await caller.getBalance()).status).toBe(500);
      expect((await caller.getBalance()).status).toBe(502);
      expect((await caller.getBalance()).status).toBe(200);
    });

    it('until they are removed or cleared', async () => {
      const fault = sim.fail('getBalance', 'status 500');
      await caller.getBalance();
      expect((await caller.getBalance()).status).toBe(500);
      fault.remove();
      expect((await caller.getBalance()).status).toBe(200);
      expect(fault.fired).toBe(2);
      sim.fail('getBalance', 'status 500');
      sim.clearFaults();
      expect((await caller.getBalance()).status).toBe(200);
    });

    it('by chance, and the same seed fires on the same requests', async () => {
      const first = await statusesByChance(42);
      expect(new Set(first)).toEqual(new Set([200, 500]));
      expect(await statusesByChance(42)).toEqual(first);
      expect(await statusesByChance(43)).not.toEqual(first);
    });
  });

  it.each(['explode', 'status', 'status 99', 'status 700', ''])('there is no %j', (kind) => {
    expect(() => sim.fail('send', kind as FaultKind)).toThrow('Not a fault');
  });

  it('there is no endpoint of another name', () => {
    expect(() => sim.fail('sent' as FaultTarget, 'drop')).toThrow('Not an endpoint: sent');
  });
});
