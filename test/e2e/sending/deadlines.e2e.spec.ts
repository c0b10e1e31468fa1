import { describe, expect, it } from '@jest/globals';
import { Agent } from 'node:http';
import type { SmsMessage } from 'nestjs-payamsms';
import type { PayamSmsSimulator } from 'nestjs-payamsms/simulator';
import { bootApp } from '../../support/boot.js';
import { startSimulator, countOf, sendsTo, keepStatesBack } from '../../support/simulator.js';
import {
  startServer,
  LOGIN,
  SEND_SHARED,
  STATUS,
  afterLogin,
} from '../../support/scripted-server.js';
import { mobile } from '../../support/numbers.js';
import { deferred } from '../../support/deferred.js';
import { failureOf } from '../../support/failure.js';
import { until } from '../../support/waiting.js';

const one: SmsMessage = { recipient: mobile(), body: 'hello', customerId: 'order-0' };

/**
 * An answer, a limiter's pause or a repeat so far away that no test lives to see it: what ends, ended by its deadline.
 */
const HOUR_MS = 3_600_000;

describe('sendDeadlineMs', () => {
  it('shorter than the time-out is not spent waiting: what the service has is found', async () => {
    const sim = await startSimulator();
    sim.fail('send', 'slow', { delayMs: HOUR_MS });
    const { auth, sms } = await bootApp(sim, { timeoutMs: HOUR_MS, sendDeadlineMs: 600 });
    await auth.getAccessToken();
    const value = await sms.sendMany([one]);
    expect(value.accepted).toMatchObject([{ customerId: 'order-0', settled: true }]);
  });

  it.each([
    ['is there', { maxConcurrency: 4 }, 1],
    ['is taken by the send itself', { maxConcurrency: 1 }, 1],
    ['is taken by other sends', { maxConcurrency: 4 }, 4],
  ])(
    'ends nothing as unknown that was not asked for, where a place %s',
    async (_, options, count) => {
      const server = await startServer(
        afterLogin(({ path }) => (path === STATUS ? { body: [] } : () => undefined)),
      );
      const { sms } = await bootApp(server, { timeoutMs: HOUR_MS, ...options });
      const sends = Array.from({ length: count }, (__, n) =>
        failureOf(
          sms.send({ ...one, recipient: mobile(n), customerId: `order-${n}` }, { deadlineMs: 800 }),
        ),
      );
      expect(await Promise.all(sends)).toEqual(
        Array(count).fill(expect.objectContaining({ name: 'PayamSmsUnknownOutcomeError' })),
      );
      const asked = server.requests
        .filter(({ path }) => path === STATUS)
        .flatMap(({ query }) => query.getAll('ids').join(',').split(','));
      expect(asked.toSorted()).toEqual(Array.from({ length: count }, (__, n) => `order-${n}`));
    },
  );

  it('too short for a look sends nothing', async () => {
    const server = await startServer(afterLogin(() => () => undefined));
    const { auth, sms } = await bootApp(server);
    await auth.getAccessToken();
    expect(await failureOf(sms.send(one, { deadlineMs: 20 }))).toMatchObject({
      name: 'PayamSmsUnsentError',
      reason: 'unreachable',
    });
    expect(server.count(SEND_SHARED)).toBe(0);
  });

  it('says why a message is unsent that could not leave in time', async () => {
    const server = await startServer((request) =>
      request.path === LOGIN ? () => undefined : { body: [] },
    );
    const { sms } = await bootApp(server, { timeoutMs: HOUR_MS });
    expect(await failureOf(sms.send(one, { deadlineMs: 100 }))).toMatchObject({
      name: 'PayamSmsUnsentError',
      reason: 'unreachable',
      cause: { name: 'PayamSmsTransportError', requestSent: false },
    });
  });

  it('takes an answer that comes while the message is looked for', async () => {
    const sim = await startSimulator({ dialect: { statusDelayMs: 3_600_000 } });
    sim.fail('send', 'slow', { delayMs: 900 });
    const { sms } = await bootApp(sim, { timeoutMs: HOUR_MS, sendDeadlineMs: 1_000 });
    const value = await sms.sendMany([one]);
    expect(value.accepted).toMatchObject([{ serverId: sim.messages[0]?.serverId }]);
    expect(value.accepted[0]).not.toHaveProperty('settled');
  });

  it.each([
    ['a number', 3_600],
    ['a date', new Date(Date.now() + 3_600_000)],
    ['a number beyond what a timer takes', 99_999_999],
  ])('is used to its end where Retry-After is %s beyond it', async (_, retryAfter) => {
    const sim = await startSimulator();
    sim.fail('send', 'status 503', { retryAfter });
    sim.fail('getStatus', 'status 503', { retryAfter });
    const { sms } = await bootApp(sim, { sendDeadlineMs: 600 });
    const value = await sms.sendMany([one]);
    expect(value.unknown).toMatchObject([{ cause: { retryAfterMs: expect.any(Number) } }]);
    const { lookMs, nowMs } = sinceTheSend(sim);
    expect(lookMs).toBeGreaterThan(400);
    expect(nowMs).toBeGreaterThan(500);
    expect(sendsTo(sim)).toBe(1);
    expect(countOf(sim, 'getStatus')).toBe(1);
  });

  it('bounds the asking: unknown when nobody ever answers', async () => {
    const sim = await startSimulator();
    sim.fail('send', 'accept-then-drop', { times: 1 });
    sim.fail('getStatus', 'slow', { delayMs: HOUR_MS });
    const { sms } = await bootApp(sim, { sendDeadlineMs: 500, timeoutMs: HOUR_MS });
    const value = await sms.sendMany([one]);
    expect(value.unknown).toHaveLength(1);
  });

  it('shorter than settleMs leaves no second look, so nothing is sent again', async () => {
    const sim = await startSimulator();
    sim.fail('send', 'drop', { times: 1 });
    const { sms } = await bootApp(sim, { sendDeadlineMs: 300, settleMs: HOUR_MS });
    const value = await sms.sendMany([one]);
    expect(value.unknown).toHaveLength(1);
    expect(sendsTo(sim)).toBe(1);
  });

  it('bounds the look for doubles too', async () => {
    const sim = await startSimulator();
    sim.fail('send', 'drop', { times: 1 });
    sim.fail('getStatus', 'slow', { delayMs: HOUR_MS, skip: 2 });
    const { sms } = await bootApp(sim, {
      sendDeadlineMs: 1_000,
      settleMs: 50,
      timeoutMs: HOUR_MS,
    });
    const value = await sms.sendMany([one]);
    expect(value.accepted).toMatchObject([{ serverId: sim.messages[0]?.serverId }]);
  });

  it('does not make unknown what certainly never left', async () => {
    const server = await startServer(afterLogin(() => ({ body: [] })));
    const { auth, sms } = await bootApp(server, {
      http: { httpAgent: new Agent() },
      retry: { maxAttempts: 100, baseDelayMs: HOUR_MS, maxDelayMs: HOUR_MS },
    });
    await auth.getAccessToken();
    await server.close();
    const value = await failureOf(sms.send(one, { deadlineMs: 300 }));
    expect(value).toMatchObject({ name: 'PayamSmsUnsentError', reason: 'unreachable' });
  });
});

/** When the simulator was asked for what, and when it is now, in milliseconds since the send came. */
function sinceTheSend(sim: PayamSmsSimulator) {
  const at = (isIt: (operation: string) => boolean) =>
    sim.requests.find(({ operation }) => operation && isIt(operation))!.at.getTime();
  const sentAtMs = at((operation) => operation.startsWith('send'));
  return {
    lookMs: at((operation) => operation === 'getStatus') - sentAtMs,
    nowMs: sim.now().getTime() - sentAtMs,
  };
}

/** What a send to several with one text holds. */
interface Shared {
  body: string;
  smsItems: { customerId: string }[];
}

async function outcomeWithin(deadlineMs: number) {
  const sim = await startSimulator();
  const { sms } = await bootApp(sim);
  sim.fail('send', 'slow', { delayMs: 200 });
  return sms.send(one, { deadlineMs });
}

describe('send with deadlineMs', () => {
  it('counts the wait for a place, and has certainly not sent', async () => {
    const first = deferred();
    const sent: string[] = [];
    const server = await startServer(
      afterLogin(async ({ nth, body }) => {
        const { body: text, smsItems } = JSON.parse(body) as Shared;
        sent.push(text);
        if (nth === 1) await first.promise;
        return { body: smsItems.map(({ customerId }) => ({ customerId, serverId: `${nth}` })) };
      }),
    );
    const { sms } = await bootApp(server, {
      maxConcurrency: 1,
      timeoutMs: HOUR_MS,
      sendDeadlineMs: HOUR_MS,
    });
    const campaign = sms.sendMany([{ recipient: mobile(1), body: 'slow' }]);
    await until('the campaign is under way', () => server.count(SEND_SHARED) === 1);
    expect(await failureOf(sms.send(one, { deadlineMs: 200 }))).toMatchObject({
      name: 'PayamSmsUnsentError',
      reason: 'unreachable',
    });
    first.resolve();
    await campaign;
    await sms.send({ recipient: mobile(2), body: 'later' });
    expect(sent).toEqual(['slow', 'later']);
  });

  it('counts a login that hangs, and has certainly not sent', async () => {
    const sim = await startSimulator();
    sim.fail('login', 'slow', { delayMs: HOUR_MS });
    const { sms } = await bootApp(sim);
    const value = await failureOf(sms.send(one, { deadlineMs: 200 }));
    expect(value).toMatchObject({ name: 'PayamSmsUnsentError', reason: 'unreachable' });
    expect(sendsTo(sim)).toBe(0);
  });

  it('has certainly not sent when the login after a 401 hangs', async () => {
    const sim = await startSimulator();
    const { auth, sms } = await bootApp(sim);
    await auth.getAccessToken();
    sim.revokeTokens();
    sim.fail('login', 'slow', { delayMs: HOUR_MS });
    const error = await failureOf(sms.send(one, { deadlineMs: 300 }));
    expect(error).toMatchObject({ name: 'PayamSmsUnsentError' });
    expect(sim.messages).toEqual([]);
  });

  it('is unknown in time when the answer is late', async () => {
    const sim = await startSimulator();
    sim.fail('send', 'slow', { delayMs: HOUR_MS });
    keepStatesBack(sim);
    const { sms } = await bootApp(sim);
    const value = await failureOf(sms.send(one, { deadlineMs: 300 }));
    expect(value).toMatchObject({ customerIds: ['order-0'] });
  });

  it('takes Infinity', async () => {
    expect(await outcomeWithin(Infinity)).toMatchObject({ status: 'accepted' });
  });

  it('takes more than a timer can wait', async () => {
    expect(await outcomeWithin(2 ** 31)).toMatchObject({ status: 'accepted' });
  });

  it.each([0, -1, NaN])('refuses %d', async (deadlineMs) => {
    const sim = await startSimulator();
    const { sms } = await bootApp(sim);
    expect(await failureOf(sms.send(one, { deadlineMs }))).toBeInstanceOf(RangeError);
    expect(sim.requests).toEqual([]);
  });
});
