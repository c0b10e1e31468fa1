import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PayamSmsSimulator } from '../../lib/simulator/index.js';
import { aMessage, Caller } from './caller.js';

describe('the requests that came over the wire', () => {
  let sim: PayamSmsSimulator;
  let caller: Caller;

  beforeEach(async () => {
    sim = await PayamSmsSimulator.start({ requestLogLimit: 3 });
    caller = new Caller(sim);
  });
  afterEach(() => sim.close());

  it('are kept with what they asked and what was answered', async () => {
    await caller.login();
    await caller.send(aMessage());
    await caller.getStatus('customerId', 'a', 'b');
    expect(sim.requests).toMatchObject([
      { operation: 'login', path: '/auth/oauth/token', status: 200 },
      {
        at: expect.any(Date),
        method: 'POST',
        path: '/panel/webservice/send',
        operation: 'send',
        query: {},
        headers: { 'content-type': 'application/json' },
        body: [aMessage()],
        status: 200,
        fault: undefined,
      },
      { operation: 'getStatus', query: { byCustomer: 'true', ids: ['a', 'b'] }, body: undefined },
    ]);
  });

  it('are kept when nothing is behind the path, or the body is no JSON', async () => {
    await caller.login();
    await caller.call('/nowhere?a=1');
    await caller.call('/panel/webservice/send', {
      body: '{',
      headers: { 'content-type': 'application/json' },
    });
    expect(sim.requests.slice(1)).toMatchObject([
      { operation: undefined, path: '/nowhere', query: { a: '1' }, status: 404 },
      { operation: 'send', body: '{', status: 400 },
    ]);
  });

  it('are the newest ones only', async () => {
    for (let page = 0; page < 5; page += 1) await caller.call(`/${page}`);
    expect(sim.requests.map(({ path }) => path)).toEqual(['/2', '/3', '/4']);
  });

  it('show no secret, whichever way the login came', async () => {
    const { json } = await caller.login();
    await caller.login({ body: new URLSearchParams(caller.loginFields) });
    await caller.loginByQuery();
    const shown = inspect(sim.requests, { depth: null }) + JSON.stringify(sim.requests);
    expect(shown).toContain('developer');
    expect(shown).toContain("authorization: 'Basic ***'");
    const { password, clientSecret } = sim.credentials;
    const token = (json as { access_token: string }).access_token;
    for (const secret of [password, clientSecret, caller.basic, token]) {
      expect(shown).not.toContain(secret);
    }
    await caller.getBalance();
    expect(inspect(sim.requests, { depth: null })).not.toContain(token);
  });
});
