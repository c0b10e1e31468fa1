import { Agent, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { CONTROL_ROUTES } from '../../../lib/simulator/control/routes.js';
import { PayamSmsSimulator } from '../../../lib/simulator/index.js';
import { aMessage, Caller, RECIPIENT, SENDER } from '../caller.js';
import { Rest } from './rest.js';

const RUNS = Number(process.env.FUZZ_RUNS ?? 1_000);

interface Hostile {
  readonly method: string;
  readonly target: string;
  readonly contentType: string | undefined;
  readonly body: string | Uint8Array;
}

const NAMES = [
  'recipient',
  'sender',
  'contains',
  'state',
  'customerId',
  'serverId',
  'limit',
  'before',
  'offset',
  'after',
  'pattern',
  'from',
  'to',
  'operation',
  'lastEventId',
];
const FIELDS = [
  'from',
  'to',
  'body',
  'at',
  'visibleAfterMs',
  'endpoint',
  'kind',
  'times',
  'probability',
  'retryAfter',
  'by',
  'credit',
  'status',
  'token',
  'unknownId',
  'as',
  'timeZone',
  'firstId',
  'format',
  'formatVersion',
  'messages',
  'inbox',
  'faults',
  'clock',
  'advancedMs',
  '__proto__',
];
const values = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(SENDER, RECIPIENT, '', '\ud83d', '\u0000', '__proto__', '9'.repeat(400), '1'),
  fc.constantFrom('send', '*', 'drop', 'status 503', 'payamsms-simulator', 'error', 'E8', '10m'),
  fc.constantFrom('2100-01-01T00:00:00Z', '0000-00-00T00:00:00Z', '9999-12-31T23:59:59Z'),
  fc.constantFrom('(', '(a+)+$', '1.sent.1', '-1', '1e9', 'NaN', '+99:99', 'Asia/Tehran'),
);
const { nearlyRight } = fc.letrec((tie) => ({
  nearlyRight: fc.oneof(
    { maxDepth: 3 },
    values,
    fc.jsonValue(),
    fc.double(),
    fc.array(tie('nearlyRight'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...FIELDS), values), tie('nearlyRight')),
  ),
}));
const encoded = values.map((value) => encodeURIComponent(Buffer.from(value).toString()));
// Streams and waits do not end by themselves; they have their own tests.
const ENDLESS = new Set(['/_simulator/events', '/_simulator/messages/wait']);
const path = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(
        fc.constantFrom(
          ...CONTROL_ROUTES.map((route) => route.path).filter((each) => !ENDLESS.has(each)),
        ),
        fc.oneof(encoded, fc.constantFrom('1', '1000000', '%', '%ff', '..', '%2e%2e%2f', '%00')),
      )
      .map(([at, name]) => at.replace(/\{\w+\}/, () => name || '1')),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '/',
      '/_simulator',
      '/_simulator/',
      '/_simulator//',
      '/assets/../../package.json',
      '/assets/%2e%2e/x',
      '/index.html',
      '/favicon.ico',
      '/_simulator/docs/../x',
    ),
  },
);
const hostile: fc.Arbitrary<Hostile> = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'),
  target: fc
    .tuple(path, fc.array(fc.tuple(fc.constantFrom(...NAMES), encoded), { maxLength: 3 }))
    .map(([at, pairs]) => `${at}?${pairs.map((pair) => pair.join('=')).join('&')}`),
  contentType: fc.oneof(
    { weight: 4, arbitrary: fc.constant('application/json') },
    {
      weight: 1,
      arbitrary: fc.constantFrom('application/json; charset=utf-16', 'text/plain', undefined),
    },
  ),
  body: fc.oneof(
    { weight: 4, arbitrary: nearlyRight.map((value) => JSON.stringify(value)) },
    { weight: 1, arbitrary: fc.uint8Array() },
    {
      weight: 1,
      arbitrary: fc.constantFrom('[', '['.repeat(20_000), '{"a":', 'null', '"x"', '1e999', ''),
    },
  ),
});

describe('whatever is asked of the control interface', () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  let sim: PayamSmsSimulator;

  beforeAll(async () => {
    sim = await PayamSmsSimulator.start();
  });
  afterAll(async () => {
    agent.destroy();
    await sim.close();
  });

  // fetch would tidy these requests up.
  const ask = ({ method, target, contentType, body }: Hostile) =>
    new Promise<{ status: number; text: string }>((resolve, reject) => {
      const { hostname, port } = new URL(sim.url);
      // Set explicitly, or Node would send a GET's body as if it were the next request.
      const headers = {
        'content-length': Buffer.byteLength(body),
        ...(contentType !== undefined && { 'content-type': contentType }),
      };
      const sent = request({ hostname, port, method, path: target, headers, agent }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.once('end', () => resolve({ status: response.statusCode ?? 0, text }));
      });
      sent.once('error', reject).end(body);
    });

  it('nothing gets a 500 or brings it down', async () => {
    const seen = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(hostile, async (asked) => {
        const { status, text } = await ask(asked);
        seen.set(status, (seen.get(status) ?? 0) + 1);
        // The page may not have been built, which is no failure of the simulator's.
        const notBuilt = status === 503 && !asked.target.startsWith('/_simulator');
        const fine = notBuilt || (status >= 200 && status < 500);
        expect({ status, text, fine }).toMatchObject({ fine: true });
      }),
      { numRuns: RUNS },
    );
    // It came past the guards often enough to have tried what is behind them.
    expect(seen.get(200) ?? 0).toBeGreaterThan(RUNS / 20);
    expect(seen.get(400) ?? 0).toBeGreaterThan(RUNS / 50);

    const rest = new Rest(sim);
    await rest.delete('/faults');
    await rest.post('/reset');
    const caller = await Caller.loggedIn(sim);
    await caller.send(aMessage());
    expect((await rest.get('/messages')).json).toMatchObject({ total: 1 });
  }, 300_000);
});
