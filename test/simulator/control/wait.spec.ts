import { get } from 'node:http';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { withDefaults } from '../../../lib/simulator/options.js';
import { serve, type Served } from '../../../lib/simulator/serve.js';
import { Simulation } from '../../../lib/simulator/simulation.js';
import { Rest } from './rest.js';

const RECIPIENT = '989121234567';

describe('waiting for a message over REST', () => {
  let simulation: Simulation;
  let served: Served;
  let rest: Rest;

  beforeEach(async () => {
    simulation = new Simulation(withDefaults({}));
    served = await serve(simulation);
    rest = new Rest(served);
  });
  afterEach(() => served.close());

  const accept = (body: string, recipient = RECIPIENT) =>
    simulation.world.accept(
      { sender: '982000', recipient, body, customerId: null, parts: 1, sendDate: undefined },
      new Date(simulation.nowMs()),
    );

  /** Resolves when this many wait. */
  const waiting = async (count: number) => {
    while (simulation.feed.waitingCount !== count) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  };

  it('brings the newest that is there, at once', async () => {
    accept('code 1');
    accept('code 2');
    accept('code 3', '989350000000');
    const { status, json } = await rest.get('/messages/wait?recipient=09121234567&contains=CODE');
    expect(status).toBe(200);
    expect(json).toMatchObject({ body: 'code 2' });
  });

  it('brings the one that comes', async () => {
    const answer = rest.get(`/messages/wait?contains=${encodeURIComponent('کد ۲')}&timeout=1m`);
    await waiting(1);
    accept('كد 1');
    accept('كد 2');
    expect((await answer).json).toMatchObject({ body: 'كد 2' });
    expect(simulation.feed.waitingCount).toBe(0);
  });

  it('skips messages up to a serverId that was seen already', async () => {
    const old = accept('code 1');
    const answer = rest.get(`/messages/wait?after=${old?.serverId}&timeout=60000`);
    await waiting(1);
    accept('code 2');
    expect((await answer).json).toMatchObject({ body: 'code 2' });
  });

  it('ends in time, and lists what did arrive', async () => {
    accept('Hello');
    const { status, json, headers } = await rest.get('/messages/wait?contains=code&timeout=1ms');
    expect(status).toBe(408);
    expect(headers.get('connection')).toBe('close');
    expect(json).toMatchObject({
      code: 'timeout',
      message: 'No message matched contains "code" within 1 ms. 1 arrived.',
      arrived: [{ body: 'Hello', recipient: RECIPIENT }],
      total: 1,
    });
  });

  it('ends with a reset', async () => {
    const answer = rest.get('/messages/wait?timeout=1m');
    await waiting(1);
    await rest.post('/reset');
    expect(await answer).toMatchObject({ status: 409, json: { code: 'reset' } });
  });

  it('ends when the client goes away', async () => {
    const request = get(`${served.url}/_simulator/messages/wait?timeout=1m`);
    request.once('error', () => undefined);
    await waiting(1);
    request.destroy();
    await waiting(0);
    expect(simulation.feed.waitingCount).toBe(0);
  });

  it('ends when the simulator closes', async () => {
    const request = get(`${served.url}/_simulator/messages/wait?timeout=1m`);
    const gone = once(request, 'error');
    await waiting(1);
    await served.close();
    expect((await gone)[0]).toMatchObject({ code: 'ECONNRESET' });
  });

  it.each(['1h', '6m', 'soon', '-1'])('takes no timeout of %s', async (timeout) => {
    const { status, json } = await rest.get(`/messages/wait?timeout=${timeout}`);
    expect(status).toBe(400);
    expect(json.message).toContain(
      'timeout: must be milliseconds or a duration such as 10s, at most 5m',
    );
  });
});
