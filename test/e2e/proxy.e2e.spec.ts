import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Agent } from 'node:http';
import { createServer, type Server } from 'node:http';
import { bootApp } from '../support/boot.js';
import { startSimulator } from '../support/simulator.js';
import { atEnd } from '../support/at-end.js';
import { failureOf } from '../support/failure.js';
import { everySight } from '../support/sight.js';

const environment = { ...process.env };

let proxy: Server;
let proxyPort: number;
let throughProxy: string[];
/** What the proxy answers to CONNECT. */
let toConnect: string;

beforeEach(async () => {
  throughProxy = [];
  proxy = createServer((request, response) => {
    throughProxy.push(`${request.method} ${request.url}`);
    response.writeHead(502).end();
  });
  toConnect = 'HTTP/1.1 502 Bad Gateway\r\n\r\n';
  proxy.on('connect', ({ url }, socket) => {
    throughProxy.push(`CONNECT ${url}`);
    socket.on('error', () => undefined);
    atEnd(async () => void socket.destroy());
    socket.end(toConnect);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  proxyPort = (proxy.address() as { port: number }).port;
  atEnd(async () => {
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
  });
  for (const name of ['NO_PROXY', 'no_proxy']) delete process.env[name];
});

afterEach(() => {
  process.env = { ...environment };
});

function setProxyVariables(): void {
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY']) {
    process.env[name] = process.env[name.toLowerCase()] = `http://127.0.0.1:${proxyPort}`;
  }
}

const FAR = { url: 'https://payamsms.invalid' };
const once = { retry: { maxAttempts: 1 } };

describe('loopback', () => {
  it.each(['127.0.0.1', 'localhost'])('at %s never goes through HTTP_PROXY', async (host) => {
    setProxyVariables();
    const sim = await startSimulator({ credit: 7 });
    const url = sim.url.replace('127.0.0.1', host);
    const { account } = await bootApp({ url, credentials: sim.credentials });
    expect(await account.getBalance()).toBe(7);
    expect(throughProxy).toEqual([]);
  });

  it('never goes through the proxy of the options either', async () => {
    const sim = await startSimulator({ credit: 7 });
    const { account } = await bootApp(sim, {
      http: { proxy: { host: '127.0.0.1', port: proxyPort } },
    });
    expect(await account.getBalance()).toBe(7);
    expect(throughProxy).toEqual([]);
  });
});

describe('an address elsewhere', () => {
  it('goes through HTTPS_PROXY, in a tunnel', async () => {
    setProxyVariables();
    const { auth } = await bootApp(FAR, once);
    await failureOf(auth.getAccessToken());
    expect(throughProxy).toEqual(['CONNECT payamsms.invalid:443']);
  });

  it('goes through the proxy of the options', async () => {
    const { auth } = await bootApp(FAR, {
      ...once,
      http: { proxy: { host: '127.0.0.1', port: proxyPort } },
    });
    await failureOf(auth.getAccessToken());
    expect(throughProxy).toEqual(['CONNECT payamsms.invalid:443']);
  });

  it('goes straight when the proxy of the options is false', async () => {
    setProxyVariables();
    const { auth } = await bootApp(FAR, { ...once, http: { proxy: false } });
    expect(await failureOf(auth.getAccessToken())).toMatchObject({ requestSent: false });
    expect(throughProxy).toEqual([]);
  });

  it('is unreachable, and nothing was sent, when the proxy is not there', async () => {
    const port = proxyPort;
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
    const { sms } = await bootApp(FAR, { ...once, http: { proxy: { host: '127.0.0.1', port } } });
    const error = await failureOf(sms.send({ recipient: '09121234567', body: 'hello' }));
    expect(error).toMatchObject({ reason: 'unreachable' });
  });
});

const http = (status: string, body: string) =>
  `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

describe('a proxy that answers in place of the service', () => {
  const TOKEN = '{"access_token":"forged","expires_in":3600,"scope":"webservice"}';

  const FORGED: [string, string][] = [
    ['201 and a token', http('201 Created', TOKEN)],
    ['202 and a token', http('202 Accepted', TOKEN)],
    ['403', http('403 Forbidden', '{"errorCode":"E5"}')],
    ['407', http('407 Proxy Authentication Required', '')],
    ['401', http('401 Unauthorized', '{"errorCode":"E5"}')],
    ['302', 'HTTP/1.1 302 Found\r\nLocation: https://portal.example/\r\nContent-Length: 0\r\n\r\n'],
    ['429', http('429 Too Many Requests', '')],
    ['503', http('503 Service Unavailable', '')],
    ['200 and a token in clear text', `HTTP/1.1 200 OK\r\n\r\n${http('200 OK', TOKEN)}`],
    ['no HTTP', 'hello\r\n\r\n'],
    ['nothing', ''],
  ];

  describe.each(FORGED)('with %s', (_, bytes) => {
    it.each(['HTTPS_PROXY', 'the options'])(
      'by %s is never believed, and nothing was sent',
      async (by) => {
        toConnect = bytes;
        if (by === 'HTTPS_PROXY') setProxyVariables();
        const options =
          by === 'HTTPS_PROXY' ? {} : { http: { proxy: { host: '127.0.0.1', port: proxyPort } } };
        // Of a proxy that hangs up nothing is heard: the attempt ends by its time.
        const { auth, sms } = await bootApp(FAR, { ...once, ...options, timeoutMs: 500 });
        const error = await failureOf(auth.getAccessToken());
        expect(error).toMatchObject({ name: 'PayamSmsTransportError', requestSent: false });
        const unsent = await failureOf(sms.send({ recipient: '09121234567', body: 'hello' }));
        expect(unsent).toMatchObject({ name: 'PayamSmsUnsentError', reason: 'unreachable' });
        expect(throughProxy.every((line) => line.startsWith('CONNECT '))).toBe(true);
      },
    );
  });

  it('says so', async () => {
    toConnect = http('403 Forbidden', '');
    setProxyVariables();
    const { auth } = await bootApp(FAR, once);
    const error = await failureOf(auth.getAccessToken());
    expect(error.message).toContain('a proxy answered 403 in place of the service');
  });
});

it('uses the agent of the options', async () => {
  const httpAgent = new Agent({ keepAlive: true, maxSockets: 1 });
  const sim = await startSimulator();
  const { account } = await bootApp(sim, { http: { httpAgent } });
  await account.getBalance();
  expect(Object.keys(httpAgent.freeSockets)).toHaveLength(1);
  httpAgent.destroy();
});

describe('a proxy whose address is none', () => {
  it.each(['http://u:hush@:80:80', '   ', 'http://', 'hush:99999'])(
    'is an outage that says so and shows no password: %j',
    async (address) => {
      for (const name of ['https_proxy', 'HTTPS_PROXY']) process.env[name] = address;
      const { account, sms } = await bootApp(FAR, once);
      const errors = [
        await failureOf(account.getBalance()),
        await failureOf(sms.send({ recipient: '09121234567', body: 'x' })),
      ];
      expect(errors).toMatchObject([
        { name: 'PayamSmsTransportError', requestSent: false },
        { name: 'PayamSmsUnsentError', reason: 'unreachable' },
      ]);
      expect(errors[0]!.message).toContain('HTTPS_PROXY');
      expect(errors.map(everySight).join()).not.toContain('hush');
    },
  );
});
