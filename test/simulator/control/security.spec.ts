import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CONTROL_ROUTES } from '../../../lib/simulator/control/routes.js';
import { PayamSmsSimulator } from '../../../lib/simulator/index.js';
import { Rest } from './rest.js';

const TOKEN = 'a-token-of-some-length';

/** fetch cannot set a Host. */
function statusWith(url: string, path: string, headers: Record<string, string>): Promise<number> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, headers, setHost: false }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode ?? 0));
    })
      .once('error', reject)
      .end();
  });
}

describe('a web page of another origin', () => {
  let sim: PayamSmsSimulator;
  let rest: Rest;

  beforeEach(async () => {
    sim = await PayamSmsSimulator.start();
    rest = new Rest(sim);
  });
  afterEach(() => sim.close());

  it.each([
    'evil.example',
    '127.0.0.1.evil.example',
    'localhost.evil.example:4010',
    '10.0.0.1',
    '',
  ])('that calls the simulator %j reads nothing', async (host) => {
    for (const path of ['/_simulator/messages', '/_simulator/docs', '/', '/_simulator/nothing']) {
      expect(await statusWith(sim.url, path, { host })).toBe(403);
    }
  });

  it('calls the web service in vain too, and is not even logged', async () => {
    const login = '/auth/oauth/token';
    const own = new URL(sim.url).host;
    expect(await statusWith(sim.url, login, { host: 'evil.example' })).toBe(403);
    expect(await statusWith(sim.url, login, { host: own, origin: 'http://evil.example' })).toBe(
      403,
    );
    expect(await statusWith(sim.url, login, { host: own, 'sec-fetch-site': 'cross-site' })).toBe(
      403,
    );
    expect(sim.requests).toEqual([]);
  });

  it('reaches no path of the web service on a network either, and apps do by any name', async () => {
    await using open = await PayamSmsSimulator.start({
      host: '0.0.0.0',
      allowHosts: ['Sim.corp.example'],
    });
    const { port } = new URL(open.url);
    const paths = [
      '/auth/oauth/token',
      '/panel/webservice/send',
      '/report/webservice/mo?number=98',
    ];
    for (const path of paths) {
      const status = (host: string, more = {}) => statusWith(open.url, path, { host, ...more });
      expect(await status('evil.example')).toBe(403);
      expect(await status(`evil.example:${port}`, { origin: `http://evil.example:${port}` })).toBe(
        403,
      );
      const own = `192.168.1.5:${port}`;
      expect(await status(own, { origin: 'http://evil.example' })).toBe(403);
      expect(await status(own, { origin: 'null' })).toBe(403);
      for (const site of ['cross-site', 'same-site']) {
        expect(await status(own, { 'sec-fetch-site': site })).toBe(403);
      }
    }
    expect(open.requests).toEqual([]);
    const names = [`192.168.1.5:${port}`, `payamsms:${port}`, 'my_sim', 'localhost', '[fe80::1]'];
    for (const host of [...names, 'sim.corp.example:80', 'SIM.CORP.EXAMPLE']) {
      const balance = await statusWith(open.url, '/accounting/webservice/balance', { host });
      expect({ host, balance }).toEqual({ host, balance: 401 });
    }
  });

  it('is none on loopback only by a name that was allowed', async () => {
    await using other = await PayamSmsSimulator.start({ allowHosts: ['sim.test'] });
    const status = (host: string) => statusWith(other.url, '/_simulator/credit', { host });
    expect(await status('sim.test')).toBe(200);
    expect([await status('other.test'), await status('payamsms')]).toEqual([403, 403]);
  });

  it.each(['localhost', '127.0.0.1:1', 'LOCALHOST:4010', '[::1]:4010', 'app.localhost'])(
    'is none when the Host is %s',
    async (host) => {
      expect(await statusWith(sim.url, '/_simulator/credit', { host })).toBe(200);
    },
  );

  it.each(['http://evil.example', 'null', 'http://127.0.0.1:1', 'http://localhost.evil.example'])(
    'with the Origin %s changes nothing, on any route',
    async (origin) => {
      for (const { method, path } of CONTROL_ROUTES) {
        const answer = await rest.call(
          method,
          path.replace('/_simulator', '').replaceAll(/\{\w+\}/g, '1'),
          method === 'GET' || method === 'DELETE' ? undefined : {},
          { origin },
        );
        expect({ path, status: answer.status }).toEqual({ path, status: 403 });
        expect(answer.json).toMatchObject({ code: 'foreign-origin' });
      }
    },
  );

  it('of another port of this machine is another origin too', async () => {
    for (const site of ['cross-site', 'same-site']) {
      const { status } = await rest.get('/messages', { 'sec-fetch-site': site });
      expect(status).toBe(403);
    }
    for (const site of ['same-origin', 'none']) {
      const { status } = await rest.get('/messages', { 'sec-fetch-site': site });
      expect(status).toBe(200);
    }
  });

  it('may link to the page, and not to its data', async () => {
    const followed = {
      host: new URL(sim.url).host,
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
    };
    expect(await statusWith(sim.url, '/_simulator/docs', followed)).toBe(200);
    expect(await statusWith(sim.url, '/_simulator/messages', followed)).toBe(403);
    const framed = { ...followed, 'sec-fetch-dest': 'iframe' };
    expect(await statusWith(sim.url, '/_simulator/docs', framed)).toBe(403);
  });

  it('gets no CORS header, whatever it requests', async () => {
    const preflight = {
      'access-control-request-method': 'DELETE',
      'access-control-request-headers': 'content-type',
    };
    const answers = [
      await rest.call('OPTIONS', '/messages', undefined, preflight),
      await rest.call('OPTIONS', '/messages', undefined, { ...preflight, origin: sim.url }),
      await rest.get('/messages', { origin: sim.url }),
      await rest.get('/messages', { origin: 'http://evil.example' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([405, 405, 200, 403]);
    for (const { headers } of answers) {
      expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    }
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'text/json'])(
    'that sends a form as %s is refused',
    async (type) => {
      const body = '{"endpoint":"*","kind":"drop"}';
      const answer = await rest.call('POST', '/faults', body, { 'content-type': type });
      expect(answer).toMatchObject({ status: 415, json: { code: 'not-json' } });
      const reset = await rest.call('POST', '/reset', body, { 'content-type': type });
      expect(reset.status).toBe(415);
    },
  );
});

describe('a token', () => {
  let sim: PayamSmsSimulator;

  beforeEach(async () => {
    sim = await PayamSmsSimulator.start({ token: TOKEN });
  });
  afterEach(() => sim.close());

  it('is needed for every route that reads or changes anything', async () => {
    const rest = new Rest(sim);
    for (const { method, path, openness } of CONTROL_ROUTES) {
      if (openness !== 'data') continue;
      const { status, json } = await rest.call(
        method,
        path.replace('/_simulator', '').replaceAll(/\{\w+\}/g, '1'),
        method === 'GET' || method === 'DELETE' ? undefined : {},
      );
      expect({ path, status, code: json.code }).toEqual({
        path,
        status: 401,
        code: 'token-needed',
      });
    }
    expect((await rest.get('/nothing')).status).toBe(401);
  });

  it.each(['Bearer', 'Bearer wrong', `Bearer ${TOKEN}x`, `Basic ${TOKEN}`, TOKEN])(
    'is not %j',
    async (authorization) => {
      expect((await new Rest(sim, { authorization }).get('/credit')).status).toBe(401);
    },
  );

  it('is taken as a Bearer', async () => {
    const rest = new Rest(sim, { authorization: `Bearer ${TOKEN}` });
    expect((await rest.get('/overview')).json).toMatchObject({ authentication: 'token' });
  });

  it('is traded for a cookie that no script reads and no other site sends', async () => {
    const rest = new Rest(sim);
    expect(await rest.post('/session', { token: 'wrong' })).toMatchObject({
      status: 401,
      json: { code: 'wrong-token' },
    });
    const traded = await rest.post('/session', { token: TOKEN });
    expect(traded.status).toBe(204);
    const [cookie = '', ...attributes] = (traded.headers.get('set-cookie') ?? '').split('; ');
    expect(attributes).toEqual(['HttpOnly', 'SameSite=Strict', 'Path=/']);
    expect(cookie).toContain(`payamsms_simulator_${new URL(sim.url).port}=`);
    expect(cookie).not.toContain(TOKEN);

    expect((await rest.get('/credit', { cookie: `other=1; ${cookie}` })).status).toBe(200);
    expect((await rest.get('/credit', { cookie: `${cookie}x` })).status).toBe(401);
    const foreign = await rest.get('/credit', { cookie, origin: 'http://evil.example' });
    expect(foreign.status).toBe(403);
  });

  it('is made up where the host is not loopback, and every address is a Host then', async () => {
    await using open = await PayamSmsSimulator.start({ host: '0.0.0.0' });
    expect(open.token).toMatch(/^[\w-]{32}$/);
    const authorization = `Bearer ${open.token}`;
    const status = (host: string, more = {}) =>
      statusWith(open.url, '/_simulator/credit', { host, ...more });
    expect(await status('10.0.0.1:4010')).toBe(401);
    expect(await status('10.0.0.1:4010', { authorization })).toBe(200);
    expect(await status('evil.example', { authorization })).toBe(403);
  });

  it('must be one that a header can hold', async () => {
    for (const token of ['', 'with blank', 'کلید']) {
      await expect(PayamSmsSimulator.start({ token })).rejects.toThrow('A token is');
    }
  });

  it('is not asked for by the web service itself', async () => {
    const { status } = await fetch(`${sim.url}/accounting/webservice/balance`);
    expect(status).toBe(401);
    expect(sim.requests).toHaveLength(1);
  });
});
