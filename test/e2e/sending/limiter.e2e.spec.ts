import { describe, expect, it } from '@jest/globals';
import type { SmsMessage } from 'nestjs-payamsms';
import type { PayamSmsSimulator } from 'nestjs-payamsms/simulator';
import { bootApp } from '../../support/boot.js';
import { startSimulator, countOf, sendsTo } from '../../support/simulator.js';
import { mobile } from '../../support/numbers.js';
import { failureOf } from '../../support/failure.js';
import { until } from '../../support/waiting.js';

const texts = (count: number): SmsMessage[] =>
  Array.from({ length: count }, (_, n) => ({ recipient: mobile(n), body: 'hello' }));

/** When the simulator was asked, and for what, in milliseconds since the first 429 or 503. */
function sinceTheLimit(sim: PayamSmsSimulator) {
  const first = sim.requests.findIndex(({ status }) => status === 429 || status === 503);
  const limitedAt = sim.requests[first]!.at.getTime();
  return sim.requests
    .slice(first)
    .map(({ at, operation }) => ({ operation, afterMs: at.getTime() - limitedAt }));
}

describe.each([429, 503] as const)('a %i with Retry-After', (status) => {
  it('holds a campaign back, and all of it is accepted after the pause', async () => {
    const sim = await startSimulator();
    sim.fail('send', `status ${status}`, { times: 1, retryAfter: 1 });
    const { sms } = await bootApp(sim, { batchSize: 10, maxConcurrency: 2 });
    let taken = 0;
    function* source(): Generator<SmsMessage> {
      for (const text of texts(200)) {
        taken++;
        yield text;
      }
    }
    const report = sms.sendMany(source());
    await until('the limiter has spoken', () => sendsTo(sim) > 0);
    // Under way when it spoke: one more send; and one batch more was taken for each place.
    const takenThen = taken;
    expect((await report).accepted).toHaveLength(200);
    expect(takenThen).toBeLessThanOrEqual(60);
    const [, ...others] = sinceTheLimit(sim);
    // By the simulator's clock: that of the other place, which was under way.
    expect(others.filter(({ afterMs }) => afterMs < 990).length).toBeLessThanOrEqual(1);
  });
});

describe('a pause that is longer than the deadline', () => {
  it('leaves no message unknown before it was asked for, just before the deadline', async () => {
    const sim = await startSimulator();
    sim.fail('send', 'status 429', { times: 1, retryAfter: 300, accepted: true });
    const { sms } = await bootApp(sim, { sendDeadlineMs: 2_000, settleMs: 100 });
    const { accepted, unknown } = await sms.sendMany(texts(100));
    expect(unknown).toEqual([]);
    expect(accepted.every(({ settled }) => settled)).toBe(true);
    expect(sendsTo(sim)).toBe(1);
    const [, look, ...others] = sinceTheLimit(sim);
    expect(look).toMatchObject({ operation: 'getStatus' });
    expect(look!.afterMs).toBeGreaterThan(900);
    expect(others).toEqual([]);
  });

  it('is the client’s: other calls fail at once and say for how long, and nothing leaves', async () => {
    const sim = await startSimulator();
    sim.fail('getBalance', 'status 429', { times: 1, retryAfter: 300 });
    const { account, sms } = await bootApp(sim);
    await failureOf(account.getBalance());
    const before = sim.requests.length;
    const held = await failureOf(account.getBalance());
    expect(held).toMatchObject({ name: 'PayamSmsTransportError', requestSent: false });
    expect((held as { retryAfterMs?: number }).retryAfterMs).toBeGreaterThan(290_000);
    const late = await failureOf(
      sms.send({ recipient: mobile(), body: 'code' }, { deadlineMs: 100 }),
    );
    expect(late).toMatchObject({ name: 'PayamSmsUnsentError', reason: 'unreachable' });
    expect(sim.requests).toHaveLength(before);
  });

  it('keeps nobody from ending a campaign', async () => {
    const sim = await startSimulator();
    const abort = new AbortController();
    sim.fail('getBalance', 'status 503', { times: 1, retryAfter: 300 });
    const { account, sms } = await bootApp(sim, { batchSize: 10 });
    await failureOf(account.getBalance());
    const sending = sms.sendMany(texts(100), { signal: abort.signal });
    abort.abort();
    const report = await sending;
    expect(report.accepted).toEqual([]);
    expect(report.stopped).toBe('aborted');
    expect(countOf(sim, 'send', 'sendMultipleWithSrcBody')).toBe(0);
  });

  it('counts as an hour when it is absurd', async () => {
    const sim = await startSimulator();
    sim.fail('getBalance', 'status 503', { times: 1, retryAfter: new Date('9000-01-01') });
    const { account } = await bootApp(sim);
    const error = (await failureOf(account.getBalance())) as { retryAfterMs?: number };
    expect(error.retryAfterMs).toBe(3_600_000);
  });
});

describe('a limiter at the login', () => {
  it('holds a campaign back, and costs it no message', async () => {
    const sim = await startSimulator();
    sim.fail('login', 'status 429', { times: 1, retryAfter: 1 });
    const { sms } = await bootApp(sim, { batchSize: 10, retry: { maxDelayMs: 100 } });
    const { accepted } = await sms.sendMany(texts(100));
    expect(accepted).toHaveLength(100);
    expect(countOf(sim, 'login')).toBe(2);
  });
});
