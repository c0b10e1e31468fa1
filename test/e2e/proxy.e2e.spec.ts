import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Agent } from 'node:http';
import { createServer, type Server } from 'node:http';
import { failureOf, useStage } from './support/stage.js';

const stage = useStage();
const environment = { ...process.env };

let proxy: Server;
let proxyPort: number;
let throughProxy: string[];

beforeEach(async () => {
  throughProxy = [];
  proxy = createServer((request, response) => {
    throughProxy.push(`${request.method} ${request.url}`);
    response.writeHead(502).end();
  });
  proxy.on('connect', ({ url }, socket) => {
    throughProxy.push(`CONNECT ${url}`);
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  proxyPort = (proxy.address() as { port: number }).port;
  stage.onClose(async () => {
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
    const sim = await stage.simulator({ credit: 7 });
    const url = sim.url.replace('127.0.0.1', host);
    const { account } = await stage.app({ url, credentials: sim.credentials });
    expect(await account.getBalance()).toBe(7);
    expect(throughProxy).toEqual([]);
  });

  it('never goes through the proxy of the options either', async () => {
    const sim = await stage.simulator({ credit: 7 });
    const { account } = await stage.app(sim, {
      http: { proxy: { host: '127.0.0.1', port: proxyPort } },
    });
    expect(await account.getBalance()).toBe(7);
    expect(throughProxy).toEqual([]);
  });
});

describe('an address elsewhere', () => {
  it('goes through HTTPS_PROXY, in a tunnel', async () => {
    setProxyVariables();
    const { auth } = await stage.app(FAR, once);
    await failureOf(auth.getAccessToken());
    expect(throughProxy).toEqual(['CONNECT payamsms.invalid:443']);
  });

  it('goes through the proxy of the options', async () => {
    const { auth } = await stage.app(FAR, {
      ...once,
      http: { proxy: { host: '127.0.0.1', port: proxyPort } },
    });
    await failureOf(auth.getAccessToken());
    expect(throughProxy).toEqual(['CONNECT payamsms.invalid:443']);
  });

  it('goes straight when the proxy of the options is false', async () => {
    setProxyVariables();
    const { auth } = await stage.app(FAR, { ...once, http: { proxy: false } });
    expect(await failureOf(auth.getAccessToken())).toMatchObject({ requestSent: false });
    expect(throughProxy).toEqual([]);
  });

  it('is unreachable, and nothing was sent, when the proxy is not there', async () => {
    const port = proxyPort;
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
    const { sms } = await stage.app(FAR, { ...once, http: { proxy: { host: '127.0.0.1', port } } });
    const error = await failureOf(sms.send({ recipient: '09121234567', body: 'hello' }));
    expect(error).toMatchObject({ reason: 'unreachable' });
  });
});

it('uses the agent of the options', async () => {
  const httpAgent = new Agent({ keepAlive: true, maxSockets: 1 });
  const sim = await stage.simulator();
  const { account } = await stage.app(sim, { http: { httpAgent } });
  await account.getBalance();
  expect(Object.keys(httpAgent.freeSockets)).toHaveLength(1);
  httpAgent.destroy();
});
