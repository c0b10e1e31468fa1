import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HttpService } from '@nestjs/axios';
import { create } from 'axios';
import { Agent } from 'node:http';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import type { PayamSmsTransportError } from '../../lib/errors/transport.error.js';
import { axiosConfig } from '../../lib/http/axios-config.js';
import { Limiter } from '../../lib/http/limiter.js';
import { HttpClient } from '../../lib/http/http-client.js';
import { someSettings } from '../support/settings.js';
import { httpBytes, RawServer } from './support/raw-server.js';

const MAX_BYTES = 100_000;
const TEXT = '{"متن":"سلام"}';
const utf8 = Buffer.from(TEXT);
/** سلام */
const WINDOWS_1256 = Buffer.from([0xd3, 0xe1, 0xc7, 0xe3]);
const bomb = gzipSync(Buffer.alloc(5 * MAX_BYTES));
const json = (charset: string) => ({ 'Content-Type': `application/json; charset=${charset}` });
const packed = (times: number): Buffer =>
  Array.from({ length: times }).reduce<Buffer>((bytes) => gzipSync(bytes), utf8);
const coded = (coding: string) => ({ 'Content-Encoding': coding });
const chunked = (...chunks: (Buffer | string)[]) =>
  Buffer.concat(
    chunks.map((chunk) => {
      const bytes = Buffer.from(chunk as string);
      return Buffer.concat([
        Buffer.from(`${bytes.length.toString(16)}\r\n`),
        bytes,
        Buffer.from('\r\n'),
      ]);
    }),
  );
const CHUNKED = { 'Transfer-Encoding': 'chunked' };
const interim = (line: string, headers = '') => Buffer.from(`HTTP/1.1 ${line}\r\n${headers}\r\n`);
const after = (first: Buffer, ...rest: Buffer[]) => Buffer.concat([first, ...rest]);

const ofAnyStatus = () => true;

type Expected = object;

const text = (body = TEXT, status = 200): Expected => ({ status, body });
const unreadable = (what: RegExp): Expected => ({ unreadable: expect.stringMatching(what) });
const FAILURE: Expected = { name: 'PayamSmsTransportError', requestSent: true };
const NO_TEXT = unreadable(/no text/);
const CLOSED = { length: false };

/** What the server writes, and what both adapters make of it. */
const ANSWERS: [string, Buffer, Expected][] = [
  ['a body with its length', httpBytes(TEXT), text()],
  ['an empty body', httpBytes(''), text('')],
  [
    'a body that ends with the connection',
    httpBytes(TEXT, { Connection: 'close' }, CLOSED),
    text(),
  ],
  ['chunks', httpBytes(chunked(TEXT, ''), CHUNKED, CLOSED), text()],
  ['many chunks', httpBytes(chunked(...TEXT, ''), CHUNKED, CLOSED), text()],
  [
    'chunks with a trailer',
    after(httpBytes(chunked(TEXT), CHUNKED, CLOSED), Buffer.from('0\r\nX-A: b\r\n\r\n')),
    text(),
  ],
  ['a 201', httpBytes(TEXT, {}, { status: '201 Created' }), text(TEXT, 201)],
  ['a 204', httpBytes('', {}, { status: '204 No Content', length: false }), text('', 204)],
  [
    'a 304 with a coding',
    httpBytes('', coded('gzip'), { status: '304 Not Modified', length: false }),
    text('', 304),
  ],
  ['a 404', httpBytes(TEXT, {}, { status: '404 Not Found' }), text(TEXT, 404)],
  ['a 500', httpBytes(TEXT, {}, { status: '500 Oops' }), text(TEXT, 500)],
  [
    'a redirect',
    httpBytes('', { Location: 'https://a.example/x' }, { status: '302 Found' }),
    { ...text('', 302), redirectTo: 'https://a.example' },
  ],
  ['a status without a reason', httpBytes(TEXT, {}, { status: '200 ' }), text()],
  ['a 100 before', after(interim('100 Continue'), httpBytes(TEXT)), text()],
  ['a 103 before', after(interim('103 Early Hints', 'Link: </a>\r\n'), httpBytes(TEXT)), text()],
  [
    'a 102 and a 103 before',
    after(interim('102 Processing'), interim('103 Early Hints'), httpBytes(TEXT)),
    text(),
  ],

  ['gzip', httpBytes(gzipSync(utf8), coded('gzip')), text()],
  ['GZIP', httpBytes(gzipSync(utf8), coded('GZIP')), text()],
  ['Gzip with blanks', httpBytes(gzipSync(utf8), coded(' Gzip ')), text()],
  ['x-gzip', httpBytes(gzipSync(utf8), coded('x-gzip')), text()],
  ['X-GZip', httpBytes(gzipSync(utf8), coded('X-GZip')), text()],
  [
    'gzip in chunks',
    httpBytes(chunked(gzipSync(utf8), ''), { ...coded('gzip'), ...CHUNKED }, CLOSED),
    text(),
  ],
  [
    'several members of gzip',
    httpBytes(after(gzipSync(utf8.subarray(0, 9)), gzipSync(utf8.subarray(9))), coded('gzip')),
    text(),
  ],
  [
    'gzip and something behind it',
    httpBytes(after(gzipSync(utf8), Buffer.from('\0\0')), coded('gzip')),
    text(),
  ],
  ['gzip that is zlib', httpBytes(deflateSync(utf8), coded('gzip')), text()],
  ['deflate', httpBytes(deflateSync(utf8), coded('deflate')), text()],
  ['deflate without its header', httpBytes(deflateRawSync(utf8), coded('deflate')), text()],
  ['DEFLATE', httpBytes(deflateSync(utf8), coded('DEFLATE')), text()],
  ['br', httpBytes(brotliCompressSync(utf8), coded('br')), text()],
  ['BR', httpBytes(brotliCompressSync(utf8), coded('BR')), text()],
  ['identity', httpBytes(TEXT, coded('identity')), text()],
  ['an empty coding', httpBytes(TEXT, coded('')), text()],
  ['two codings', httpBytes(brotliCompressSync(gzipSync(utf8)), coded('gzip, br')), text()],
  [
    'two codings in two headers',
    after(
      Buffer.from(
        'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Encoding: br\r\nConnection: close\r\n\r\n',
      ),
      brotliCompressSync(gzipSync(utf8)),
    ),
    text(),
  ],
  ['identity among others', httpBytes(gzipSync(utf8), coded('identity, gzip')), text()],
  ['an empty body with a coding', httpBytes('', coded('gzip')), text('')],
  ['a text that is called gzip', httpBytes(TEXT, coded('gzip')), unreadable(/gzip/)],
  ['a text that is called br', httpBytes(TEXT, coded('br')), unreadable(/br/)],
  [
    'gzip cut in the middle',
    httpBytes(gzipSync(utf8).subarray(0, 20), coded('gzip')),
    unreadable(/gzip/),
  ],
  [
    'gzip with a wrong sum',
    httpBytes(after(gzipSync(utf8).subarray(0, -8), Buffer.alloc(8)), coded('gzip')),
    unreadable(/gzip/),
  ],
  [
    'br cut in the middle',
    httpBytes(brotliCompressSync(utf8).subarray(0, 9), coded('br')),
    unreadable(/br/),
  ],
  [
    'more codings than anybody uses',
    httpBytes(packed(6), coded(Array.from({ length: 6 }, () => 'gzip').join())),
    unreadable(/too many content codings/),
  ],
  [
    'five codings',
    httpBytes(packed(5), coded(Array.from({ length: 5 }, () => 'gzip').join())),
    text(),
  ],
  ['a coding that nobody asked for', httpBytes(TEXT, coded('zstd')), unreadable(/not asked for/)],
  [
    'an unknown coding around gzip',
    httpBytes(gzipSync(utf8), coded('gzip, aes128')),
    unreadable(/not asked for/),
  ],
  ['a bomb of gzip', httpBytes(bomb, coded('gzip')), unreadable(/more than 100000 bytes/)],
  [
    'a bomb in a bomb',
    httpBytes(gzipSync(bomb), coded('gzip, gzip')),
    unreadable(/more than 100000 bytes/),
  ],
  [
    'a bomb of br',
    httpBytes(brotliCompressSync(Buffer.alloc(5 * MAX_BYTES)), coded('br')),
    unreadable(/more than 100000 bytes/),
  ],
  ['a body as long as it may be', httpBytes('x'.repeat(MAX_BYTES)), text('x'.repeat(MAX_BYTES))],
  [
    'a body that is too long',
    httpBytes('x'.repeat(MAX_BYTES + 1)),
    unreadable(/more than 100000 bytes/),
  ],
  [
    'chunks that are too long',
    httpBytes(chunked(...Array<string>(20).fill('x'.repeat(9_999)), ''), CHUNKED, CLOSED),
    unreadable(/more than 100000 bytes/),
  ],
  [
    'a body without an end that is too long',
    httpBytes('x'.repeat(2 * MAX_BYTES), {}, CLOSED),
    unreadable(/more than 100000 bytes/),
  ],

  ['UTF-8 by its label', httpBytes(TEXT, json('utf-8')), text()],
  ['UTF8', httpBytes(TEXT, json('UTF8')), text()],
  ['a label in quotes', httpBytes(TEXT, json('"UTF-8"')), text()],
  ['windows-1256', httpBytes(WINDOWS_1256, json('windows-1256')), text('سلام')],
  ['Windows-1256 in quotes', httpBytes(WINDOWS_1256, json('"Windows-1256"')), text('سلام')],
  ['cp1256', httpBytes(WINDOWS_1256, json('x-cp1256')), text('سلام')],
  [
    'iso-8859-6',
    httpBytes(Buffer.from([0xd3, 0xe4, 0xc7, 0xe5]), json('iso-8859-6')),
    text('سلام'),
  ],
  ['utf-16le', httpBytes(Buffer.from(TEXT, 'utf16le'), json('utf-16le')), text()],
  [
    'UTF-16 by its mark',
    httpBytes(after(Buffer.from([0xff, 0xfe]), Buffer.from(TEXT, 'utf16le'))),
    text(),
  ],
  [
    'two content types, of which the first counts',
    after(
      Buffer.from(
        'HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=windows-1256\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\n',
      ),
      WINDOWS_1256,
    ),
    text('سلام'),
  ],
  [
    'two waits, of which the first counts',
    Buffer.from(
      'HTTP/1.1 400 No\r\nRetry-After: 7\r\nRetry-After: 900\r\nContent-Length: 0\r\n\r\n',
    ),
    { ...text('', 400), retryAfterMs: 7_000 },
  ],
  [
    'two places to go, of which the first counts',
    Buffer.from(
      'HTTP/1.1 301 Gone\r\nLocation: https://a.example/\r\nLocation: https://b.example/\r\nContent-Length: 0\r\n\r\n',
    ),
    { ...text('', 301), redirectTo: 'https://a.example' },
  ],
  ['an unknown label on UTF-8', httpBytes(TEXT, json('klingon')), text()],
  ['an unknown label on other bytes', httpBytes(WINDOWS_1256, json('klingon')), NO_TEXT],
  ['no label on other bytes', httpBytes(WINDOWS_1256), NO_TEXT],
  ['a wrong label', httpBytes(WINDOWS_1256, json('utf-8')), NO_TEXT],
  ['half a letter', httpBytes(utf8.subarray(0, 3)), NO_TEXT],
  [
    'windows-1256 in gzip',
    httpBytes(gzipSync(WINDOWS_1256), { ...json('windows-1256'), ...coded('gzip') }),
    text('سلام'),
  ],
  ['a UTF-8 mark', httpBytes(`\uFEFF${TEXT}`), text(`\uFEFF${TEXT}`)],
  [
    'a UTF-8 mark under another label',
    httpBytes(`\uFEFF${TEXT}`, json('windows-1256')),
    text(`\uFEFF${TEXT}`),
  ],

  [
    'a body that is cut',
    httpBytes(TEXT, { 'Content-Length': '999', Connection: 'close' }, CLOSED),
    FAILURE,
  ],
  [
    'chunks that are cut',
    httpBytes(chunked(TEXT), { ...CHUNKED, Connection: 'close' }, CLOSED),
    FAILURE,
  ],
  ['a chunk of no length', httpBytes('x\r\nabc\r\n0\r\n\r\n', CHUNKED, CLOSED), FAILURE],
  ['no HTTP', Buffer.from('SSH-2.0-OpenSSH_9.0\r\n'), FAILURE],
  ['nothing', Buffer.alloc(0), FAILURE],
  ['half a head', Buffer.from('HTTP/1.1 200 OK\r\nContent-Le'), FAILURE],
  ['a length that is no number', httpBytes(TEXT, { 'Content-Length': 'much' }), FAILURE],
  ['two lengths', httpBytes(TEXT, { 'Content-Length': '5, 7' }), FAILURE],
];

const ADAPTERS = {
  undici: {},
  'node:http': { http: { httpAgent: new Agent({ keepAlive: false }) } },
};

describe.each(Object.entries(ADAPTERS))('over %s', (_, options) => {
  let server: RawServer;

  beforeAll(async () => {
    server = await RawServer.start();
  });

  afterAll(() => server.close());

  // One for each answer, for an answer may end its connection.
  function newClient(timeoutMs?: number): HttpClient {
    const bounds = { maxAnswerBytes: MAX_BYTES, ...(timeoutMs && { timeoutMs }) };
    const settings = someSettings({ baseUrl: server.url, ...bounds, ...options });
    const http = new HttpService(create(axiosConfig(settings)));
    return new HttpClient(http, new Limiter(settings), settings);
  }

  it.each(ANSWERS)('%s', async (__, bytes, expected) => {
    server.answer = (socket) => socket.end(bytes);
    const read = {
      operation: 'getBalance',
      method: 'GET',
      path: '/',
      isAnswer: ofAnyStatus,
    } as const;
    const exchange = newClient().exchange(read);
    const made = await exchange.then(
      ({ status, body, unreadable: what, redirectTo, retryAfterMs }) =>
        what === undefined ? { status, body, redirectTo, retryAfterMs } : { unreadable: what },
      ({ name, requestSent }: PayamSmsTransportError) => ({ name, requestSent }),
    );
    expect(made).toEqual(expected);
  });

  it.each([
    ['no answer', ''],
    ['half an answer', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc'],
  ])('%s is told as an answer that did not come in time', async (__, bytes) => {
    server.answer = (socket) => socket.write(bytes);
    const exchange = newClient(100).exchange({
      operation: 'getBalance',
      method: 'GET',
      path: '/',
    });
    await expect(exchange).rejects.toMatchObject({
      name: 'PayamSmsTransportError',
      requestSent: true,
      cause: { message: expect.stringMatching(/^no answer within \d+ ms$/), code: 'ETIMEDOUT' },
    });
  });

  it('passes a table of at least sixty answers', () => {
    expect(ANSWERS.length).toBeGreaterThanOrEqual(60);
  });
});
