import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PayamSmsSimulator } from '../../lib/simulator/index.js';
import { aMessage, Caller } from './caller.js';

describe('HTTP', () => {
  let sim: PayamSmsSimulator;
  let caller: Caller;

  beforeEach(async () => {
    sim = await PayamSmsSimulator.start({ maxBodyBytes: 20_000 });
    caller = await Caller.loggedIn(sim);
  });
  afterEach(() => sim.close());

  it('listens on loopback only', () => {
    expect(sim.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it.each([
    '/nothing',
    '/accounting/webservice/balance//',
    '//accounting/webservice/balance',
    '/Accounting/webservice/balance',
    '/panel/webservice',
  ])('has nothing at %s (row 1)', async (path) => {
    expect((await caller.call(path)).status).toBe(404);
  });

  it('takes a path with a slash at its end (row 1)', async () => {
    await caller.login({ path: '/auth/oauth/token/' });
    expect((await caller.call('/accounting/webservice/balance/')).status).toBe(200);
    const body = [aMessage()];
    expect((await caller.call('/panel/webservice/send/?x=1', { body })).status).toBe(200);
    expect(sim.requests.at(-1)).toMatchObject({
      path: '/panel/webservice/send/',
      operation: 'send',
    });
  });

  it('names the allowed method of a path', async () => {
    const balance = await caller.call('/accounting/webservice/balance', { method: 'POST' });
    expect(balance.status).toBe(405);
    expect(balance.headers.get('allow')).toBe('GET');
    const send = await caller.call('/panel/webservice/send', { method: 'DELETE' });
    expect(send.status).toBe(405);
    expect(send.headers.get('allow')).toBe('POST');
  });

  it.each(['', 'Bearer', 'Bearer wrong', 'Basic wrong', 'wrong'])(
    'refuses the header %j',
    async (authorization) => {
      const paths = [
        '/accounting/webservice/balance',
        '/report/webservice/status',
        '/report/webservice/mo',
        '/panel/webservice/scheduledList',
      ];
      for (const path of paths) {
        const answer = await caller.call(path, { headers: { authorization } });
        expect(answer).toMatchObject({ status: 401, json: { status: 401 } });
      }
    },
  );

  it.each([
    ['html', '<h1>401 Unauthorized</h1>'],
    ['empty', ''],
  ] as const)('answers an error with the body %s (row 17)', async (errorBody, text) => {
    sim.setDialect({ errorBody });
    sim.revokeTokens();
    const answer = await caller.getBalance();
    expect(answer.status).toBe(401);
    expect(answer.text).toContain(text);
  });

  const send = (body: string | undefined, type: string) =>
    caller.call('/panel/webservice/send', {
      method: 'POST',
      body,
      headers: { 'content-type': type },
    });

  it('needs a JSON body that is one', async () => {
    expect((await send('{', 'application/json')).status).toBe(400);
    expect((await send('[', 'application/json')).status).toBe(400);
    expect((await send('a=1', 'application/x-www-form-urlencoded')).status).toBe(415);
    expect((await send('[]', 'text/plain')).status).toBe(415);
    expect(await send(undefined, 'application/json')).toMatchObject({
      status: 400,
      json: { errorCode: 'E2' },
    });
    expect((await send('[]', 'application/json; charset=utf-8')).status).toBe(200);
  });

  it('refuses a body over the limit and stays up', async () => {
    const answer = await caller.send(aMessage({ body: 'x'.repeat(5_000_000) }));
    expect(answer.status).toBe(413);
    expect((await caller.send(aMessage())).status).toBe(200);
  });

  it('refuses an address over 8 KiB', async () => {
    const fits = await caller.getStatus('customerId', 'x'.repeat(8_000));
    const tooLong = await caller.getStatus('customerId', 'x'.repeat(8_200));
    expect([fits.status, tooLong.status]).toEqual([200, 414]);
  });

  it('answers 500 with the error when a listener of the test throws, and stays up', async () => {
    const stop = sim.onMessage(() => {
      throw new Error('mine');
    });
    const answer = await caller.send(aMessage());
    expect(answer).toMatchObject({ status: 500, text: expect.stringContaining('mine') });
    stop();
    expect((await caller.send(aMessage())).status).toBe(200);
  });
});
