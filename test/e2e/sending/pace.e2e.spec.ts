import { describe, expect, it } from '@jest/globals';
import type { SmsMessage } from 'nestjs-payamsms';
import { bootApp } from '../../support/boot.js';
import { startSimulator, sendsTo } from '../../support/simulator.js';
import {
  startServer,
  LOGIN,
  STATUS,
  tokenAnswer,
  type Script,
} from '../../support/scripted-server.js';
import { mobile } from '../../support/numbers.js';
import { until } from '../../support/waiting.js';

const texts = (count: number, body = 'hello'): SmsMessage[] =>
  Array.from({ length: count }, (_, n) => ({ recipient: mobile(n), body }));

/** A service that breaks every third send and takes a while; it counts what is under way and when each came. */
function observer() {
  const seen = { underWay: 0, most: 0, sends: 0, arrivals: [] as number[] };
  const script: Script = async ({ path, query, body }) => {
    if (path === LOGIN) return tokenAnswer();
    seen.arrivals.push(performance.now());
    seen.most = Math.max(seen.most, ++seen.underWay);
    await new Promise((resolve) => setTimeout(resolve, 10));
    seen.underWay--;
    if (path === STATUS) {
      return {
        body: query
          .getAll('ids')
          .map((customerId) => ({ customerId, serverId: `1${seen.sends}`, status: 'Pending' })),
      };
    }
    if (++seen.sends % 3 === 0) return { status: 500 };
    const { smsItems } = JSON.parse(body) as { smsItems: { customerId: string }[] };
    return { body: smsItems.map(({ customerId }, n) => ({ customerId, serverId: `${n + 1}` })) };
  };
  return { seen, script };
}

describe('a campaign and its settling, as the server sees them,', () => {
  it('keep to maxConcurrency', async () => {
    const { seen, script } = observer();
    const { sms } = await bootApp(await startServer(script), {
      batchSize: 5,
      maxConcurrency: 3,
      settleMs: 20,
    });
    const report = await sms.sendMany(texts(300));
    expect(report.accepted).toHaveLength(300);
    expect(seen.most).toBe(3);
  });

  it('keep to requestsPerSecond', async () => {
    const { seen, script } = observer();
    const { auth, sms } = await bootApp(await startServer(script), {
      batchSize: 5,
      requestsPerSecond: 40,
      settleMs: 20,
    });
    await auth.getAccessToken();
    const startedAtMs = performance.now();
    await sms.sendMany(texts(150));
    // The first goes at once, the others 25 ms apart; a busy machine can only make that longer.
    const leastMs = (seen.arrivals.length - 1) * 25;
    expect(seen.arrivals.length).toBeGreaterThan(30);
    expect((seen.arrivals.at(-1) ?? 0) - startedAtMs).toBeGreaterThan(leastMs - 5);
  });
});

it('a send that was given up takes no turn of requestsPerSecond', async () => {
  const sim = await startSimulator();

  const { sms } = await bootApp(sim, { requestsPerSecond: 5 });
  await sms.send({ recipient: mobile(), body: 'first' });
  const givenUp = Array.from({ length: 1_000 }, () =>
    sms.send({ recipient: mobile(), body: 'late' }, { deadlineMs: 50 }),
  );
  expect((await Promise.allSettled(givenUp)).every(({ status }) => status === 'rejected')).toBe(
    true,
  );
  // With a turn for each of these it would wait for minutes, longer than any test may.
  await sms.send({ recipient: mobile(), body: 'next' });
  expect(sim.messages.map(({ body }) => body)).toEqual(['first', 'next']);
});

describe('send', () => {
  it('overtakes a campaign', async () => {
    const sim = await startSimulator();
    sim.fail('send', 'slow', { delayMs: 30 });
    const { sms } = await bootApp(sim, { batchSize: 1, maxConcurrency: 2 });
    const campaign = sms.sendMany(texts(60));
    await until('the campaign is under way', () => sim.messages.length > 4);
    const before = sim.messages.length;
    await sms.send({ recipient: mobile(100), body: 'code' });
    const place = sim.messages.findIndex(({ body }) => body === 'code');
    // Those under way when it came, and the few let in while it was read.
    expect(place - before).toBeLessThanOrEqual(4);
    await campaign;
  });

  it('overtakes the settling of a campaign', async () => {
    const sim = await startSimulator({
      dialect: { unknownId: { as: 'error', code: 'E305', status: 404 } },
    });
    const { sms } = await bootApp(sim, {
      batchSize: 100,
      maxConcurrency: 1,
      settleMs: 20,
      // On a busy machine the stage's three seconds end before so many calls, one after the other.
      sendDeadlineMs: 120_000,
    });
    sim.fail('send', 'drop', { times: 2 });
    const campaign = sms.sendMany(texts(200));
    // Each unknown id alone makes the service refuse a call: hundreds of calls wait.
    const asked = () => sim.requests.filter(({ path }) => path.includes('status')).length;
    await until('it is settling', () => asked() > 5);
    const before = asked();
    await sms.send({ recipient: mobile(300), body: 'code' });
    expect(asked() - before).toBeLessThan(10);
    await campaign;
    expect(sim.messages).toHaveLength(201);
    expect(sendsTo(sim)).toBe(5);
  });

  it('goes ahead of others also when it is itself settled', async () => {
    const sim = await startSimulator();
    const { sms } = await bootApp(sim, { batchSize: 1, maxConcurrency: 1, settleMs: 20 });
    sim.fail('send', 'accept-then-drop', { times: 1 });
    sim.fail('send', 'slow', { delayMs: 50 });
    const sent = sms.send({ recipient: mobile(100), body: 'code' });
    const campaign = sms.sendMany(texts(40));
    expect(await sent).toMatchObject({ settled: true });
    expect(sim.messages.length).toBeLessThan(10);
    await campaign;
  });
});
