import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type AxiosAdapter, AxiosHeaders, type InternalAxiosRequestConfig } from 'axios';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createNetServer, type Server as NetServer, type Socket } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { unpacked } from '../../lib/http/content-coding.js';
import { LightAbortSignal } from '../../lib/concurrency/light-abort-signal.js';
import { NetworkFailure } from '../../lib/http/network-failure.js';
import { undiciAdapter } from '../../lib/http/undici-adapter.js';
import { deferred } from '../support/deferred.js';

const TIMEOUT_MS = 10_000;
const TEXT = 'سلام '.repeat(1_000);

let server: Server;
let origin: string;
let answer: RequestListener;
let bodies: string[];

beforeEach(async () => {
  bodies = [];
  answer = (_, response) => response.end(TEXT);
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      bodies.push(Buffer.concat(chunks).toString());
      answer(request, response);
    });
  });
  origin = await listen(server);
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function listen(listener: Server | NetServer): Promise<string> {
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  return `http://127.0.0.1:${(listener.address() as { port: number }).port}`;
}

function request(changes: Partial<InternalAxiosRequestConfig> = {}): InternalAxiosRequestConfig {
  return { method: 'get', url: `${origin}/a?b=1`, headers: new AxiosHeaders(), ...changes };
}

const overUndici = (at: string, timeoutMs: number, fallback = noFallback, maxBytes = 1_000_000) =>
  unpacked(undiciAdapter({ origin: at, timeoutMs, maxBytes, fallback }), maxBytes);

const noFallback: AxiosAdapter = async () => {
  throw new Error('undici is there, and was not used');
};

const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => new NetworkFailure(error),
  );

describe('an exchange over undici', () => {
  it('sends method, path, headers and the bytes of the body', async () => {
    const seen = deferred<unknown>();
    answer = ({ method, url, headers }, response) => {
      seen.resolve({ method, url, said: headers['x-said'], length: headers['content-length'] });
      response.end();
    };
    const headers = new AxiosHeaders({ 'X-Said': 'yes' });
    const data = Buffer.from(TEXT);
    await overUndici(origin, TIMEOUT_MS)(request({ method: 'post', headers, data }));
    expect(await seen.promise).toEqual({
      method: 'POST',
      url: '/a?b=1',
      said: 'yes',
      length: String(data.length),
    });
    expect(bodies).toEqual([TEXT]);
  });

  it('gives status, headers and the whole body, in however many pieces it comes', async () => {
    answer = (_, response) => {
      response.writeHead(418, { 'Retry-After': '7' });
      response.write(TEXT);
      response.end(TEXT);
    };
    const got = await overUndici(origin, TIMEOUT_MS)(request());
    expect(got).toMatchObject({ status: 418, headers: { 'retry-after': '7' } });
    expect(String(got.data)).toBe(TEXT + TEXT);
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('reads an answer packed with %s', async (encoding, pack) => {
    answer = (_, response) => {
      response.writeHead(200, { 'Content-Encoding': encoding });
      response.end(pack(TEXT));
    };
    const got = await overUndici(origin, TIMEOUT_MS)(request());
    expect(String(got.data)).toBe(TEXT);
  });

  it('says when a packed answer is damaged', async () => {
    answer = (_, response) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip' });
      response.end(gzipSync(TEXT).subarray(0, 20));
    };
    const got = await overUndici(origin, TIMEOUT_MS)(request());
    expect(got).toMatchObject({ status: 200, unreadable: 'gzip that cannot be unpacked' });
  });

  it('fails when the answer is cut, and does not say that nothing was sent', async () => {
    answer = (_, response) => {
      response.writeHead(200, { 'Content-Length': '100' });
      response.write('half', () => response.destroy());
    };
    const failure = await failureOf(overUndici(origin, TIMEOUT_MS)(request()));
    expect(failure).toMatchObject({ neverConnected: false });
  });

  it('never sends a post again by itself', async () => {
    answer = (_, response) => response.destroy();
    const post = request({ method: 'post', data: Buffer.from('once') });
    expect(await failureOf(overUndici(origin, TIMEOUT_MS)(post))).toBeDefined();
    expect(bodies).toEqual(['once']);
  });

  it('says that nothing was sent when nobody listens', async () => {
    server.close();
    const failure = await failureOf(overUndici(origin, TIMEOUT_MS)(request()));
    expect(failure).toMatchObject({ code: 'ECONNREFUSED', neverConnected: true });
  });
});

describe('an exchange that is cut short', () => {
  it('before it began is not begun', async () => {
    const signal = new LightAbortSignal();
    signal.abort();
    const failure = await failureOf(overUndici(origin, TIMEOUT_MS)(request({ signal })));
    expect(failure).toMatchObject({ neverConnected: true });
    expect(bodies).toEqual([]);
  });

  it('after it left may have been heard', async () => {
    const heard = deferred();
    answer = () => heard.resolve();
    const signal = new LightAbortSignal();
    const failing = failureOf(overUndici(origin, TIMEOUT_MS)(request({ signal })));
    await heard.promise;
    signal.abort();
    expect(await failing).toMatchObject({ neverConnected: false });
  });

  it('closes the connection that it was under way on', async () => {
    const gone = deferred();
    const heard = deferred();
    answer = ({ socket }) => {
      socket.once('close', () => gone.resolve());
      heard.resolve();
    };
    const signal = new LightAbortSignal();
    const failing = failureOf(overUndici(origin, TIMEOUT_MS)(request({ signal })));
    await heard.promise;
    signal.abort();
    await failing;
    expect(await gone.promise).toBeUndefined();
  });

  it('while it still connects was never sent', async () => {
    const accepted = deferred<Socket>();
    // It never answers the TLS handshake, so the connection is never made.
    const silent = createNetServer((socket) => accepted.resolve(socket));
    const at = (await listen(silent)).replace('http:', 'https:');
    const signal = new LightAbortSignal();
    const post = request({ method: 'post', url: `${at}/a`, data: Buffer.from('text'), signal });
    const failing = failureOf(overUndici(at, TIMEOUT_MS)(post));
    const socket = await accepted.promise;
    signal.abort();
    expect(await failing).toMatchObject({ code: 'ETIMEDOUT', neverConnected: true });
    socket.destroy();
    silent.close();
  });
});
