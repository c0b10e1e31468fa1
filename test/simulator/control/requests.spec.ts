import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { maskBody } from '../../../lib/simulator/http/mask/index.js';
import { RequestLog } from '../../../lib/simulator/http/request-log.js';
import type { WireRequest } from '../../../lib/simulator/wire/request.js';
import { PayamSmsSimulator } from '../../../lib/simulator/index.js';
import { aMessage, Caller } from '../caller.js';
import { Rest } from './rest.js';

describe('the request log over REST', () => {
  let sim: PayamSmsSimulator;
  let caller: Caller;
  let rest: Rest;

  beforeEach(async () => {
    sim = await PayamSmsSimulator.start({ requestLogLimit: 5 });
    caller = new Caller(sim);
    rest = new Rest(sim);
  });
  afterEach(() => sim.close());

  const newest = async () => {
    const [{ id }] = (await rest.get('/requests?limit=1')).json.items;
    return (await rest.get(`/requests/${id}`)).json;
  };

  it('shows request and answer as they went over the wire', async () => {
    await caller.login();
    const body = `[ ${JSON.stringify(aMessage({ body: 'سلام' }))} ]`;
    const answer = await caller.call('/panel/webservice/send?x=1', {
      body,
      headers: { 'content-type': 'application/json' },
    });
    expect(await newest()).toMatchObject({
      summary: {
        method: 'POST',
        path: '/panel/webservice/send',
        operation: 'send',
        status: 200,
        outcome: 'answered',
        fault: null,
        requestBytes: Buffer.byteLength(body),
        answerBytes: Buffer.byteLength(answer.text),
      },
      request: {
        method: 'POST',
        target: '/panel/webservice/send?x=1',
        headers: { 'content-type': 'application/json', authorization: 'Bearer ***' },
        body,
      },
      answer: { status: 200, headers: { 'content-type': 'application/json' }, body: answer.text },
    });
  });

  it('shows what a fault made of an answer', async () => {
    await caller.login();
    sim.fail('getBalance', 'accept-then-drop', { times: 1 });
    await caller.getBalance().catch(() => undefined);
    expect(await newest()).toMatchObject({
      summary: { outcome: 'dropped', status: null, fault: 'accept-then-drop' },
      answer: null,
    });
    sim.fail('getBalance', 'truncate', { times: 1, cut: 'connection' });
    await caller.getBalance().catch(() => undefined);
    expect(await newest()).toMatchObject({ summary: { outcome: 'cut', status: 200 } });
  });

  it('shows no secret, whichever way it came', async () => {
    const { password, clientSecret, systemName } = sim.credentials;
    const token = ((await caller.login()).json as { access_token: string }).access_token;
    const shown = [await newest()];
    const attempts = [
      () => caller.login({ body: new URLSearchParams(caller.loginFields) }),
      () => caller.loginByQuery(),
      // To no path at all, in another content type, cut off, and spelt with escapes.
      () => caller.login({ path: '/auth/oauth/tokens' }),
      () => caller.login({ body: JSON.stringify(caller.loginFields) }),
      () => caller.login({ body: JSON.stringify(caller.loginFields).slice(0, -40) }),
      () =>
        caller.login({
          body: `{"pass\\u0077ord": ${JSON.stringify(password)}}`,
          headers: { 'content-type': 'application/json' },
        }),
      () => caller.login({ path: `/auth/oauth/token?pass%77ord=${password}`, body: undefined }),
      () => caller.call(`/accounting/webservice/balance?access_token=${token}`),
      () => {
        sim.fail('login', 'truncate', { times: 1 });
        const headers = { authorization: caller.basic };
        return caller.call('/auth/oauth/token', { body: caller.loginFields, headers });
      },
    ];
    for (const attempt of attempts) {
      await attempt();
      shown.push(await newest());
    }
    const text = JSON.stringify(shown) + JSON.stringify(sim.requests);
    expect(text).toContain(systemName);
    for (const secret of [password, clientSecret, caller.basic.slice(6), token.slice(0, 8)]) {
      expect(text).not.toContain(secret);
    }
  });

  it.each([
    ['{"password":"a\\"b","x":1}', '{"password":"***","x":1}'],
    ['{"client_secret" : "x"}', '{"client_secret" : "***"}'],
    ['{"access_token":"cut of', '{"access_token":"***"'],
    ['{"password":12345}', '{"password":"***"}'],
    ['[{"body":"the password: x"}]', '[{"body":"the password: x"}]'],
  ])('masks %s as %s', (body, masked) => {
    expect(maskBody(body, 'application/json')).toBe(masked);
  });

  it('keeps the newest, in pages, by operation', async () => {
    await caller.login();
    for (let count = 0; count < 5; count += 1) await caller.getBalance();
    await caller.call('/nothing');
    const first = (await rest.get('/requests?limit=3')).json;
    expect(first).toMatchObject({
      total: 5,
      items: [{ path: '/nothing', operation: null }, {}, {}],
    });
    const second = (await rest.get(`/requests?limit=3&before=${first.next}`)).json;
    expect(second.items).toHaveLength(2);
    expect(second.next).toBeNull();
    expect((await rest.get('/requests?operation=login')).json.total).toBe(0);
    expect((await rest.get('/requests?operation=getBalance')).json.total).toBe(4);
    expect((await rest.delete('/requests')).json).toEqual({ removed: 5 });
    expect(sim.requests).toEqual([]);
  });

  it('lets the bodies of the oldest go before they fill the memory', () => {
    const log = new RequestLog(1_000);
    const open = () => log.open(aRequest(Buffer.alloc(6_000_000)), 'send', new Date());
    const requests = [open(), open(), open()];
    const kept = () => requests.map(({ requestBody }) => requestBody.length);
    expect(kept()).toEqual([0, 6_000_000, 6_000_000]);
    const answer = { status: 200, headers: {}, body: Buffer.alloc(6_000_000) };
    for (const request of requests) log.close(request, { kind: 'answer', answer });
    expect(kept()).toEqual([0, 0, 6_000_000]);
    expect(requests.map(({ answerBytes }) => answerBytes)).toEqual(Array(3).fill(6_000_000));
    expect(requests.map(({ reply }) => reply)).toMatchObject([
      { answer: { body: { length: 0 } } },
      { answer: { body: { length: 0 } } },
      { answer: { body: { length: 6_000_000 } } },
    ]);
  });
});

function aRequest(body: Buffer): WireRequest {
  const [path, query] = ['/panel/webservice/send', new URLSearchParams()];
  return {
    method: 'POST',
    path,
    target: path,
    query,
    headers: {},
    body,
    content: { type: 'none' },
  };
}
