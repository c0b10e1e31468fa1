import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { isControlRequest } from '../../lib/simulator/control/paths.js';
import { ROUTES } from '../../lib/simulator/endpoints/routes.js';
import { PayamSmsSimulator } from '../../lib/simulator/index.js';
import { aMessage, Caller } from './caller.js';

const RUNS = Number(process.env.FUZZ_RUNS ?? 1_000);

interface Hostile {
  readonly method: string;
  readonly target: string;
  readonly contentType: string | undefined;
  readonly body: string | Uint8Array;
}

const FIELDS = ['sender', 'recipient', 'body', 'customerId', 'sendDate', 'smsItems', 'serverId'];
const texts = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('982000', '989121234567', '', '\ud83d', '\u0000', '__proto__', '9'.repeat(400)),
  fc.constantFrom('2100-01-01 00:00:00', '0000-00-00 00:00:00', '9999-12-31 23:59:59'),
);
// Nearly right is where a parser breaks: real field names with whatever in them.
const { nearlyRight } = fc.letrec((tie) => ({
  nearlyRight: fc.oneof(
    { maxDepth: 3 },
    texts,
    fc.jsonValue(),
    fc.array(tie('nearlyRight'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...FIELDS), texts), tie('nearlyRight')),
  ),
}));
const query = fc
  .array(
    fc.tuple(
      fc.constantFrom(
        'byCustomer',
        'ids',
        'number',
        'id',
        'page',
        'size',
        'from',
        'to',
        'password',
      ),
      fc.oneof(texts, fc.constantFrom('true', '-1', '1e9', '99999999999999999999', '%')),
    ),
    { maxLength: 5 },
  )
  .map((pairs) =>
    pairs.map(([name, value]) => `${name}=${encodeURIComponent(Buffer.from(value).toString())}`),
  );
const path = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...ROUTES.map((route) => route.path)) },
  { weight: 1, arbitrary: fc.webUrl() },
  {
    weight: 1,
    arbitrary: fc.constantFrom('/', '//', '/%', '/../..', '*', '/?', '/panel%2Fwebservice'),
  },
);
const hostile: fc.Arbitrary<Hostile> = fc
  .record({
    method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'),
    target: fc.tuple(path, query).map(([at, pairs]) => `${at}?${pairs.join('&')}%`),
    contentType: fc.constantFrom(
      'application/json',
      'application/x-www-form-urlencoded',
      'application/json; charset=utf-16',
      'text/plain',
      undefined,
    ),
    body: fc.oneof(
      nearlyRight.map((value) => JSON.stringify(value)),
      fc.string({ unit: 'binary' }),
      fc.uint8Array(),
      fc.constantFrom('[', '[[[['.repeat(5_000), '{"a":', 'null', '"x"', '1e999'),
    ),
  })
  // The simulator's own paths have a test of their own, and its page may not have been built.
  .filter(({ method, target }) => !isControlRequest(method, target.split('?')[0] ?? ''));

describe('whatever is asked', () => {
  let sim: PayamSmsSimulator;
  let authorization: string;

  beforeAll(async () => {
    sim = await PayamSmsSimulator.start();
    const login = await new Caller(sim).login();
    authorization = `Bearer ${(login.json as { access_token: string }).access_token}`;
  });
  afterAll(() => sim.close());

  // fetch would tidy these requests up.
  const ask = ({ method, target, contentType, body }: Hostile, basic?: string) =>
    new Promise<number>((resolve, reject) => {
      const { hostname, port } = new URL(sim.url);
      const headers = {
        authorization: basic ?? authorization,
        ...(contentType && { 'content-type': contentType }),
      };
      request({ hostname, port, method, path: target, headers }, (response) => {
        response.resume().once('end', () => resolve(response.statusCode ?? 0));
      })
        .once('error', reject)
        .end(body);
    });

  it('nothing gets a 500 or brings it down', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, fc.boolean(), async (asked, loggingIn) => {
        const status = await ask(asked, loggingIn ? new Caller(sim).basic : undefined);
        expect(status).toBeGreaterThanOrEqual(200);
        expect(status).toBeLessThan(500);
      }),
      { numRuns: RUNS },
    );
    const caller = await Caller.loggedIn(sim);
    expect((await caller.send(aMessage())).status).toBe(200);
  }, 120_000);
});
