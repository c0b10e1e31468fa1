import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { Agent } from 'node:http';
import { PayamSmsError, type SmsMessage } from 'nestjs-payamsms';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { httpBytes, RawServer } from '../http/support/raw-server.js';
import { bootApp, type App } from '../support/boot.js';
import { atEnd } from '../support/at-end.js';
import { mobile } from '../support/numbers.js';

/** All answers, of both adapters together; `npm run test:chaos` takes 1,000, `FUZZ_ANSWERS=20000` more. */
const ANSWERS = Number(process.env.FUZZ_ANSWERS ?? 100);

/** A call that hangs fails with the answer that it was given. */
const HANGS_AFTER_MS = 60_000;

/** For the long runs, which go on as long as they are told to. */
const LONG_MS = 600_000;

const TOKEN = httpBytes('{"access_token":"t","expires_in":3600,"scope":"webservice"}');

const CODINGS: Record<string, (body: Buffer) => Buffer> = {
  gzip: gzipSync,
  GZIP: gzipSync,
  deflate: deflateSync,
  br: brotliCompressSync,
  zstd: (body) => body,
  identity: (body) => body,
};

/** What the service might say, and anything else. */
const entry = fc.record(
  {
    customerId: fc.oneof(fc.string(), fc.constantFrom(null, 'mine', 7)),
    serverId: fc.oneof(fc.string(), fc.constantFrom(null, '0', '7', 9e15)),
    mobile: fc.oneof(fc.string(), fc.constant(mobile())),
    errorCode: fc.constantFrom('E6', 'E132', 'E43', 'E7', 'E8', 'E9999', '', null, {}),
    status: fc.oneof(fc.string(), fc.boolean(), fc.constant('Pending')),
    totalParts: fc.anything(),
    id: fc.oneof(fc.nat(), fc.string(), fc.constant(null)),
    date: fc.oneof(fc.string(), fc.constantFrom('2025-01-01 00:00:00', null)),
    body: fc.anything(),
    from: fc.anything(),
  },
  { requiredKeys: [] },
);
const shape = fc.oneof(
  fc.array(entry, { maxLength: 4 }),
  entry,
  fc.record({ scheduledMessages: fc.oneof(fc.array(entry), fc.anything()) }),
  fc.record({ access_token: fc.anything(), expires_in: fc.anything() }),
  fc.jsonValue(),
);
const body = fc.oneof(
  { weight: 5, arbitrary: shape.map((value) => Buffer.from(stringOf(value))) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)) },
  { weight: 1, arbitrary: fc.constant(Buffer.from('<html>sorry</html>')) },
);
const answer = fc
  .record({
    status: fc.oneof(
      fc.constantFrom(200, 201, 400, 401, 403, 404, 429, 500, 503),
      fc.integer({ min: 200, max: 599 }),
    ),
    body,
    coding: fc.option(fc.constantFrom(...Object.keys(CODINGS)), { freq: 3, nil: undefined }),
    charset: fc.option(fc.constantFrom('utf-8', 'windows-1256', 'utf-16le', 'klingon'), {
      nil: undefined,
    }),
    retryAfter: fc.option(fc.constantFrom('0', 'soon', '-1', '0.001'), {
      freq: 10,
      nil: undefined,
    }),
    cutAt: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { freq: 6, nil: undefined }),
    isDamaged: fc.boolean(),
    header: fc.option(fc.string({ maxLength: 20 }), { freq: 8, nil: undefined }),
    length: fc.constantFrom('told', 'told', 'wrong', 'chunks', 'to the end'),
    interim: fc.option(fc.constantFrom(100, 102, 103), { freq: 8, nil: undefined }),
  })
  .map(({ status, body: plain, coding, charset, retryAfter, cutAt, isDamaged, ...head }) => {
    const packed = coding && !isDamaged ? CODINGS[coding]!(plain) : plain;
    const isChunked = head.length === 'chunks';
    const bytes = httpBytes(
      isChunked ? chunked(packed) : packed,
      {
        Connection: 'close',
        ...(isChunked && { 'Transfer-Encoding': 'chunked' }),
        ...(head.length === 'wrong' && { 'Content-Length': String(packed.length + 3) }),
        ...(coding && { 'Content-Encoding': coding }),
        ...(charset && { 'Content-Type': `application/json; charset=${charset}` }),
        ...(retryAfter && { 'Retry-After': retryAfter }),
        ...(head.header !== undefined && { 'X-Odd': head.header }),
      },
      { status: `${status} Odd`, length: head.length === 'told' },
    );
    const first = head.interim ? `HTTP/1.1 ${head.interim} Odd\r\n\r\n` : '';
    const all = Buffer.concat([Buffer.from(first), bytes]);
    return cutAt === undefined ? all : all.subarray(0, Math.floor(cutAt * all.length));
  });

function chunked(bytes: Buffer): Buffer {
  const size = bytes.length === 0 ? '' : `${bytes.length.toString(16)}\r\n`;
  return Buffer.concat([
    Buffer.from(size),
    bytes,
    Buffer.from(size && '\r\n'),
    Buffer.from('0\r\n\r\n'),
  ]);
}

function stringOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return ''; // BigInts, which no JSON holds.
  }
}

/** Calls of every operation, the login among them. */
const CALLS: Record<string, (app: App) => Promise<unknown>> = {
  login: ({ auth }) => auth.getAccessToken(),
  balance: ({ account }) => account.getBalance(),
  statuses: ({ reports }) => reports.getStatuses(['7', '8']),
  inbox: ({ reports }) => reports.getInbox('982000123', { afterId: '0' }),
  unread: ({ reports }) => reports.takeUnread('982000123'),
  list: ({ schedule }) => schedule.list({ from: new Date(0) }),
  cancel: ({ schedule }) => schedule.cancel('7'),
  send: ({ sms }) => sms.send({ recipient: mobile(), body: 'hello', customerId: 'mine' }),
};

/** Campaigns for each of the service's three ways to send. */
const CAMPAIGNS: ((n: number) => Partial<SmsMessage>)[] = [
  () => ({ body: 'hello' }),
  (n) => ({ body: `hello ${n}` }),
  (n) => ({ body: `hello ${n}`, sender: `98200012${n}` }),
];
const answersToACampaign = fc.array(answer, { minLength: 1, maxLength: 4 });
const campaign = fc.constantFrom(...CAMPAIGNS);

describe.each(Object.entries({ undici: {}, 'node:http': { http: { httpAgent: new Agent() } } }))(
  'over %s',
  (_, options) => {
    it(
      'whatever the service answers, a call ends in time, in a value or an error of ours',
      async () => {
        const server = await RawServer.start();
        atEnd(() => server.close());
        const app = await bootApp(server, {
          timeoutMs: 1_000,
          sendDeadlineMs: 200,
          settleMs: 1,
          retry: { maxAttempts: 2, baseDelayMs: 0, maxDelayMs: 1 },
          ...options,
        });
        const call = fc.constantFrom(...Object.keys(CALLS));
        await fc.assert(
          fc.asyncProperty(call, answer, async (name, bytes) => {
            server.answer = (socket, head) => {
              const isLogin = head.startsWith('POST /auth/');
              socket.end(isLogin && name !== 'login' ? TOKEN : bytes);
            };
            const strange = await CALLS[name]!(app).then(
              () => undefined,
              (error: unknown) => (error instanceof PayamSmsError ? undefined : error),
            );
            expect(strange).toBeUndefined();
          }),
          { numRuns: ANSWERS / 4, timeout: HANGS_AFTER_MS },
        );
      },
      LONG_MS,
    );

    it(
      'whatever the service answers to a campaign, its report is whole',
      async () => {
        const server = await RawServer.start();
        atEnd(() => server.close());
        const app = await bootApp(server, {
          timeoutMs: 1_000,
          sendDeadlineMs: 50,
          settleMs: 1,
          retry: { maxAttempts: 2, baseDelayMs: 0, maxDelayMs: 1 },
          ...options,
        });
        await fc.assert(
          fc.asyncProperty(answersToACampaign, campaign, async (answers, contentOf) => {
            let next = 0;
            server.answer = (socket, head) => {
              const isLogin = head.startsWith('POST /auth/');
              socket.end(isLogin ? TOKEN : answers[next++ % answers.length]!);
            };
            const messages = ['mine', 'b', 'c'].map((customerId, n) => ({
              recipient: mobile(n),
              body: 'hello',
              customerId,
              ...contentOf(n),
            }));
            const { accepted, rejected, unsent, unknown } = await app.sms.sendMany(messages);
            const told = [...accepted, ...rejected, ...unsent, ...unknown];
            expect(told.map(({ index }) => index).toSorted((a, b) => a - b)).toEqual([0, 1, 2]);
          }),
          { numRuns: ANSWERS / 10, timeout: HANGS_AFTER_MS },
        );
      },
      LONG_MS,
    );
  },
);
