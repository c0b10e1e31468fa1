import { describe, expect, it } from '@jest/globals';
import type { ServerResponse } from 'node:http';
import type { SmsMessage } from 'nestjs-payamsms';
import type { Dialect } from 'nestjs-payamsms/simulator';
import { bootApp } from '../../support/boot.js';
import { startSimulator, countOf, sendsTo } from '../../support/simulator.js';
import { startServer, STATUS, afterLogin } from '../../support/scripted-server.js';
import { mobile } from '../../support/numbers.js';

const texts = (count: number, from = 0): SmsMessage[] =>
  Array.from({ length: count }, (_, index) => ({
    recipient: mobile(from + index),
    body: 'hello',
    customerId: `order-${from + index}`,
  }));

const acceptedRow = (customerId: string, n: number) => ({
  customerId,
  serverId: 1_000 + n,
  status: 'Pending In Queue',
});

const options = { settleMs: 30, retry: { baseDelayMs: 1, maxDelayMs: 5 } };

describe('settling reads whatever a status answer looks like:', () => {
  it('rows without their customerId prove that nobody is absent', async () => {
    const sim = await startSimulator();
    sim.fail('send', 'accept-then-drop', { times: 1 });
    sim.fail('getStatus', 'no-customer-id', { times: 2 });
    const { sms } = await bootApp(sim, options);
    const report = await sms.sendMany(texts(3));
    expect(sim.messages.length).toBe(3);
    expect(report.accepted.map(({ serverId }) => serverId)).toEqual(
      sim.messages.map(({ serverId }) => serverId),
    );
  });

  it('a row without its serverId is no proof of absence', async () => {
    let sends = 0;
    const server = await startServer(
      afterLogin(({ path, query }) => {
        if (path !== STATUS) return sends++ === 0 ? { status: 502 } : { body: [] };
        return {
          body: query
            .getAll('ids')
            .map((customerId) => ({ customerId, status: 'Pending In Queue' })),
        };
      }),
    );
    const { sms } = await bootApp(server, { ...options, sendDeadlineMs: 500 });
    const report = await sms.sendMany(texts(1));
    expect(sends).toBe(1);
    expect(report.unsent).toEqual([]);
  });

  it.each<Dialect['unknownId']>([
    { as: 'missing' },
    { as: 'entry', code: 'E305' },
    { as: 'entry', code: 'E8' },
    { as: 'error', code: 'E305', status: 200, when: 'any' },
    { as: 'error', code: 'E8', status: 404, when: 'any' },
    { as: 'error', code: 'E305', status: 404, when: 'all' },
    { as: 'error', code: 'E8', status: 200, when: 'all' },
  ])('%j, where some are there and some are not', async (unknownId) => {
    const sim = await startSimulator({ dialect: { unknownId, statusDelayMs: 10 } });
    // Of 30 batches a few are taken without an answer, a few get none.
    sim.fail('send', 'drop', { times: 3, skip: 2 });
    sim.fail('send', 'accept-then-drop', { times: 3, skip: 6 });
    const { sms } = await bootApp(sim, { ...options, batchSize: 7 });
    const report = await sms.sendMany(texts(100));
    expect(report.accepted).toHaveLength(100);
    expect(new Set(sim.messages.map(({ customerId }) => customerId)).size).toBe(100);
    expect(sim.messages).toHaveLength(100);
  });

  it('one that is refused for each unknown id, while every tenth call fails', async () => {
    const sim = await startSimulator({
      dialect: { unknownId: { as: 'error', code: 'E305', status: 404 } },
    });
    sim.fail('send', 'drop', { times: 1 });
    sim.fail('getStatus', 'garbage', { probability: 0.1 });
    const { sms } = await bootApp(sim, { ...options, sendDeadlineMs: 600_000 });
    const report = await sms.sendMany(texts(250));
    expect([report.accepted.length, report.unknown.length]).toEqual([250, 0]);
    expect(sim.messages).toHaveLength(250);
  });

  it('a failing call does not spoil what its neighbours said', async () => {
    const sim = await startSimulator();
    sim.fail('send', 'accept-then-drop', { times: 1 });
    // 250 ids of 255 characters need ten calls; asking all ten again for one would not end.
    sim.fail('getStatus', 'garbage', { probability: 0.4 });
    const { sms } = await bootApp(sim, { ...options, sendDeadlineMs: 600_000 });
    const long = texts(250).map((text) => ({
      ...text,
      customerId: text.customerId!.padEnd(255, 'x'),
    }));
    const report = await sms.sendMany(long);
    expect(report.accepted).toHaveLength(250);
    expect(sim.messages).toHaveLength(250);
    expect(countOf(sim, 'getStatus')).toBeLessThan(100);
  });
});

describe('a status call', () => {
  it.each([
    ['Latin', (n: number) => `order-${n}-`.padEnd(255, 'x')],
    ['Persian', (n: number) => `سفارش-${n}-`.padEnd(255, 'ش')],
    ['escaped', (n: number) => `o${n}`.padEnd(255, '&=#%+?/')],
    ['emoji', (n: number) => `o${n}-${'😀'.repeat(124)}`],
  ])('keeps its URL short with the longest ids, %s', async (_, idOf) => {
    const sim = await startSimulator();
    sim.fail('send', 'accept-then-drop', { times: 1 });
    sim.fail('send', 'drop', { times: 1 });
    const { sms } = await bootApp(sim, options);
    const report = await sms.sendMany(
      Array.from({ length: 500 }, (_, n) => ({
        recipient: mobile(n),
        body: 'hello',
        customerId: idOf(n),
      })),
    );
    expect(report.accepted).toHaveLength(500);
    expect(sim.messages).toHaveLength(500);
    expect(sim.requests.filter(({ status }) => status === 414)).toEqual([]);
    expect(sendsTo(sim)).toBe(3);
  });

  it('is shared by batches that settle at the same time', async () => {
    const waiting: ServerResponse[] = [];
    const server = await startServer(
      afterLogin(({ path, query }) => {
        if (path === STATUS) return { body: query.getAll('ids').map(acceptedRow) };
        return (response) => {
          waiting.push(response);
          // None has an answer before all have come: so all begin to settle at once.
          if (waiting.length === 10) for (const each of waiting) each.destroy();
        };
      }),
    );
    const { sms } = await bootApp(server, { ...options, maxConcurrency: 10 });
    const reports = await Promise.all(
      Array.from({ length: 10 }, (_, n) => sms.sendMany(texts(20, 20 * n))),
    );
    expect(reports.flatMap(({ accepted }) => accepted)).toHaveLength(200);
    // By themselves they would be ten. How many share one is up to how the sockets close.
    expect(server.count(STATUS)).toBeLessThan(10);
  });
});
