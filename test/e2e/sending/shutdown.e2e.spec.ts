import { afterEach, expect, it, jest } from '@jest/globals';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Agent } from 'node:http';
import type { SendOutcome, SmsMessage } from 'nestjs-payamsms';
import { failOneInFive } from '../../chaos/support/faults.js';
import { bootApp } from '../../support/boot.js';
import { startSimulator, sendsTo, keepStatesBack } from '../../support/simulator.js';
import {
  startServer,
  LOGIN,
  BALANCE,
  tokenAnswer,
  afterLogin,
} from '../../support/scripted-server.js';
import { mobile } from '../../support/numbers.js';
import { deferred } from '../../support/deferred.js';
import { failureOf } from '../../support/failure.js';
import { until } from '../../support/waiting.js';

afterEach(() => void jest.restoreAllMocks());

const one: SmsMessage = { recipient: mobile(), body: 'hello', customerId: 'order-0' };

function* campaign(count: number): Generator<SmsMessage> {
  for (let n = 0; n < count; n++) {
    yield { recipient: mobile(n), body: `hello ${n}`, customerId: `order-${n}` };
  }
}

/** Collects outcomes while the test goes on. */
function collect(outcomes: AsyncIterable<SendOutcome>) {
  const told: SendOutcome[] = [];
  const done = (async () => {
    for await (const outcome of outcomes) told.push(outcome);
  })();
  return { told, done };
}

it.each([
  ['login', LOGIN],
  ['read', BALANCE],
])('ends the pause of a %s for a limiter at once', async (_, limited) => {
  const server = await startServer(({ path }) =>
    path === limited ? { status: 503, headers: { 'retry-after': '3600' } } : tokenAnswer(),
  );
  const { account, context } = await bootApp(server, { retry: { maxDelayMs: 3_600_000 } });
  // The first waits for its repeat, the second for the end of the pause.
  const limits: unknown[] = [];
  const note = (message: unknown) => {
    if ((message as { status?: number }).status === 503) limits.push(message);
  };
  subscribe('payamsms:request', note);
  const reads = [failureOf(account.getBalance())];
  await until('it is told to wait', () => limits.length === 1);
  unsubscribe('payamsms:request', note);
  reads.push(failureOf(account.getBalance()));
  await context.close();
  for (const error of await Promise.all(reads)) {
    expect(error).toMatchObject({
      name: 'PayamSmsTransportError',
      retryAfterMs: expect.any(Number),
    });
  }
  expect(server.count(limited)).toBe(1);
});

it('in the midst of a faulty campaign tells the truth of every message that was taken', async () => {
  const sim = await startSimulator({ dialect: { statusDelayMs: 30 } });
  failOneInFive(sim);
  const { context, sms } = await bootApp(sim, {
    batchSize: 10,
    timeoutMs: 300,
    settleMs: 100,
    // No batch ends for want of time, however many pauses come together.
    sendDeadlineMs: 120_000,
    shutdownTimeoutMs: 1_500,
    retry: { maxAttempts: 5, baseDelayMs: 1 },
  });
  let taken = 0;
  const source = (function* () {
    for (const message of campaign(100_000)) {
      taken++;
      yield message;
    }
  })();
  const { told, done } = collect(sms.stream(source));
  await until('some were accepted', () => sim.messages.length > 500);
  await context.close();
  // Long before the campaign is over, and nothing is sent after it.
  const sentAtClose = sendsTo(sim);
  await done;
  expect(sendsTo(sim)).toBe(sentAtClose);

  expect(taken).toBeLessThan(100_000);
  expect(told.map(({ index }) => index)).toEqual(Array.from({ length: taken }, (_, n) => n));
  const has = new Map(sim.messages.map((message) => [message.customerId, message.serverId]));
  expect(has.size).toBe(sim.messages.length);
  const wrong = told.filter((outcome) => {
    if (outcome.status === 'accepted') return has.get(outcome.customerId) !== outcome.serverId;
    return outcome.status !== 'unknown' && has.has(outcome.customerId);
  });
  expect(wrong).toEqual([]);
  const unsent = told.filter(({ status }) => status === 'unsent');
  expect(unsent.filter((o) => o.status === 'unsent' && o.reason !== 'shutdown')).toEqual([]);
});

/** So far away that no test lives to see it: what ends, was ended by the shutdown. */
const HOUR_MS = 3_600_000;
const NOTHING_ENDS = { timeoutMs: HOUR_MS, sendDeadlineMs: HOUR_MS };

it('waits no longer than it may for one who never answers', async () => {
  const sim = await startSimulator();
  sim.fail('send', 'slow', { delayMs: HOUR_MS });
  keepStatesBack(sim);
  const { context, sms } = await bootApp(sim, { ...NOTHING_ENDS, shutdownTimeoutMs: 200 });
  const sent = sms.sendMany([one]);
  await until('it is under way', () => sim.messages.length === 1);
  await context.close();
  expect((await sent).unknown).toHaveLength(1);
});

it('waits no longer than it may for a look for doubles', async () => {
  const sim = await startSimulator();
  sim.fail('send', 'drop', { times: 1 });
  const hung = sim.fail('getStatus', 'slow', { delayMs: HOUR_MS, skip: 2 });
  const { context, sms } = await bootApp(sim, {
    ...NOTHING_ENDS,
    settleMs: 50,
    shutdownTimeoutMs: 200,
  });
  const sent = sms.sendMany([one]);
  await until('it is looked for once more', () => hung.fired === 1);
  await context.close();
  expect((await sent).accepted).toHaveLength(1);
});

it('makes unsent what waits for a connection that is refused', async () => {
  const server = await startServer(afterLogin(() => ({ body: [] })));
  const { auth, context, sms } = await bootApp(server, {
    ...NOTHING_ENDS,
    http: { httpAgent: new Agent() },
    shutdownTimeoutMs: 200,
    retry: { baseDelayMs: HOUR_MS, maxDelayMs: HOUR_MS },
  });
  // Half an hour of waiting before the second attempt.
  jest.spyOn(Math, 'random').mockReturnValue(0.5);
  await auth.getAccessToken();
  await server.close();
  const ended = deferred<unknown>();
  subscribe('payamsms:request', ended.resolve);
  const sent = failureOf(sms.send(one));
  await ended.promise;
  unsubscribe('payamsms:request', ended.resolve);
  await context.close();
  expect(await sent).toMatchObject({ name: 'PayamSmsUnsentError' });
});

it('makes unsent what still waits for a place', async () => {
  const sim = await startSimulator();
  sim.fail('send', 'slow', { delayMs: 500, times: 1 });
  const { context, sms } = await bootApp(sim, { maxConcurrency: 1 });
  const first = sms.sendMany([one]);
  await until('it is under way', () => sim.messages.length === 1);
  const second = sms.sendMany([{ ...one, customerId: 'order-1' }]);
  const third = failureOf(sms.send({ ...one, customerId: 'order-2' }));
  await context.close();
  expect((await first).accepted).toHaveLength(1);
  expect((await second).unsent).toMatchObject([{ reason: 'shutdown' }]);
  expect(await third).toMatchObject({ reason: 'shutdown' });
  expect(sim.messages).toHaveLength(1);
});

it('takes nothing more, and says why', async () => {
  const sim = await startSimulator();
  const { context, sms } = await bootApp(sim);
  await context.close();
  expect(await failureOf(sms.send(one))).toMatchObject({ reason: 'shutdown' });
  expect(await sms.sendMany([...campaign(3)])).toMatchObject({ accepted: [], stopped: 'shutdown' });
  expect(sim.requests).toEqual([]);
});

it('ends a campaign whose source is silent', async () => {
  const sim = await startSimulator();
  const { context, sms } = await bootApp(sim, { lingerMs: 1 });
  let isClosed = false;
  const source = (async function* () {
    try {
      yield one;
      await new Promise(() => {});
    } finally {
      isClosed = true;
    }
  })();
  const { told, done } = collect(sms.stream(source));
  await until('the first is told', () => told.length === 1);
  await context.close();
  await done;
  expect(told).toMatchObject([{ status: 'accepted' }]);
  // The generator hangs in the promise above: nobody can wake it.
  expect(isClosed).toBe(false);
});
