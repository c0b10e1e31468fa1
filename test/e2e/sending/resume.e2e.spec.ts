import { describe, expect, it } from '@jest/globals';
import type { SmsMessage } from 'nestjs-payamsms';
import type { Dialect } from 'nestjs-payamsms/simulator';
import { bootApp } from '../../support/boot.js';
import { startSimulator, sendsTo } from '../../support/simulator.js';
import { mobile } from '../../support/numbers.js';
import { until } from '../../support/waiting.js';

const options = { settleMs: 60, batchSize: 20 };

const text = (n: number): SmsMessage => ({
  recipient: mobile(n),
  body: `hello ${n}`,
  customerId: `order-${n}`,
  ...(n % 3 === 0 && { sendDate: new Date(Date.now() + 3_600_000) }),
});
const texts = (count: number) => Array.from({ length: count }, (_, n) => text(n));

describe('resume', () => {
  it.each<Partial<Dialect>>([
    { scheduledStatus: 'absent', statusDelayMs: 40 },
    { scheduledStatus: 'known' },
    { scheduledStatus: 'absent', unknownId: { as: 'error', code: 'E305', status: 404 } },
    { unknownId: { as: 'error', code: 'E8', status: 200, when: 'all' } },
    { unknownId: { as: 'entry', code: 'E8' } },
  ])('sends only what is not there: %j', async (dialect) => {
    const sim = await startSimulator({ dialect });
    const { sms } = await bootApp(sim, options);
    // An earlier run sent every second one, scheduled or not.
    await sms.sendMany(texts(90).filter((_, n) => n % 2));
    const report = await sms.sendMany(texts(90), { resume: true });
    expect(report.accepted.map(({ index }) => index)).toEqual([...Array(90).keys()]);
    expect(report.accepted.filter(({ settled }) => settled).map(({ index }) => index)).toEqual(
      [...Array(90).keys()].filter((n) => n % 2),
    );
    expect(sim.messages).toHaveLength(90);
    const has = new Map(sim.messages.map((m) => [m.customerId, m.serverId]));
    expect(has.size).toBe(90);
    for (const { customerId, serverId } of report.accepted) {
      expect(serverId).toBe(has.get(customerId));
    }
  });

  it('finds what was accepted a moment ago and does not show yet', async () => {
    const sim = await startSimulator({ dialect: { statusDelayMs: 300 } });
    const { sms } = await bootApp(sim, { ...options, settleMs: 500 });
    await sms.sendMany(texts(20));
    const report = await sms.sendMany(texts(20), { resume: true });
    expect(report.accepted.every(({ settled }) => settled)).toBe(true);
    expect(report.accepted).toHaveLength(20);
    expect(sim.messages).toHaveLength(20);
  });

  it('rejects what has no id of its own, and sends it not', async () => {
    const sim = await startSimulator();
    const { sms } = await bootApp(sim, options);
    const { customerId: _, ...nameless } = text(1);
    const report = await sms.sendMany([text(0), nameless, text(2)], { resume: true });
    expect(report.rejected).toMatchObject([{ index: 1, code: 'INVALID_CUSTOMER_ID', local: true }]);
    expect(sim.messages).toHaveLength(2);
    expect(sim.messages.map(({ recipient }) => recipient)).not.toContain(mobile(1));
  });

  it('says of two copies of an earlier run that they are two', async () => {
    const sim = await startSimulator();
    const { sms } = await bootApp(sim, options);
    await sms.sendMany([text(1)]);
    await sms.sendMany([text(1)]);
    const report = await sms.sendMany([text(1)], { resume: true });
    expect(report.accepted).toMatchObject([
      { serverId: sim.messages[0]?.serverId, duplicates: [sim.messages[1]?.serverId] },
    ]);
  });

  it('says of two copies that they are two when the first shows only later', async () => {
    const sim = await startSimulator({ dialect: { statusDelayMs: 3_600_000 } });
    const { sms } = await bootApp(sim, options);
    await sms.sendMany([text(1)]);
    sim.onMessage(() => sim.advance('2h'));
    const report = await sms.sendMany([text(1)], { resume: true });
    expect(sim.messages).toHaveLength(2);
    expect(report.accepted).toMatchObject([{ duplicates: [sim.messages[0]?.serverId] }]);
  });

  it('does not call open what it knows to be unsent', async () => {
    const sim = await startSimulator();
    const { sms } = await bootApp(sim, options);
    const controller = new AbortController();
    const work = sms.sendMany([text(1)], { resume: true, signal: controller.signal });
    await until('it is asked', () => sim.requests.some(({ path }) => path.includes('status')));
    controller.abort();
    const { unsent } = await work;
    expect(unsent).toHaveLength(1);
    expect(unsent[0]?.cause?.name).not.toBe('PayamSmsUnknownOutcomeError');
  });

  it('sends nothing while nobody answers who could know', async () => {
    const sim = await startSimulator();
    sim.fail('getStatus', 'status 500');
    const { sms } = await bootApp(sim, { ...options, sendDeadlineMs: 400 });
    const report = await sms.sendMany(texts(5), { resume: true });
    expect(report.unknown).toHaveLength(5);
    expect(sim.messages).toEqual([]);
  });

  it('that is aborted sends no more, and tells what it can', async () => {
    const sim = await startSimulator();
    const { sms } = await bootApp(sim, { ...options, settleMs: 200 });
    await sms.sendMany([text(1)]);
    const sends = sendsTo(sim);
    const controller = new AbortController();
    const work = sms.sendMany([text(1), text(2)], { resume: true, signal: controller.signal });
    await until('it is asked', () => sim.requests.some(({ path }) => path.includes('status')));
    controller.abort();
    const report = await work;
    expect(report.accepted).toMatchObject([{ customerId: 'order-1', settled: true }]);
    expect(report.unsent).toMatchObject([{ customerId: 'order-2', reason: 'aborted' }]);
    expect(sendsTo(sim)).toBe(sends);
  });
});
