import { describe, expect, it } from '@jest/globals';
import type { SmsMessage } from 'nestjs-payamsms';
import type { Dialect } from 'nestjs-payamsms/simulator';
import { bootApp } from '../../support/boot.js';
import { startSimulator, sendsTo } from '../../support/simulator.js';
import { mobile } from '../../support/numbers.js';
import { failureOf } from '../../support/failure.js';

const PRICE = 1_000;

function counted(count: number) {
  const source = { taken: 0, messages: messages() };
  return source;
  function* messages(): Generator<SmsMessage> {
    for (let n = 0; n < count; n++) {
      source.taken++;
      yield { recipient: mobile(n), body: 'hello', customerId: `order-${n}` };
    }
  }
}

describe('without enough credit', () => {
  it.each([
    ['in the midst of a batch', 25],
    ['between two batches', 20],
    ['from the start', 0],
  ])('%s the campaign stops, and what was taken is told', async (_, affordable) => {
    const sim = await startSimulator({ credit: affordable * PRICE, pricePerPart: PRICE });
    const { sms } = await bootApp(sim, { batchSize: 10, maxConcurrency: 2 });
    const source = counted(10_000);
    const report = await sms.sendMany(source.messages);
    expect(report).toMatchObject({ stopped: 'credit', rejected: [], unknown: [] });
    expect(report.accepted).toHaveLength(affordable);
    expect(sim.messages).toHaveLength(affordable);
    expect(report.unsent).toHaveLength(source.taken - affordable);
    expect(new Set(report.unsent.map(({ reason }) => reason))).toEqual(new Set(['credit']));
    expect(source.taken).toBeLessThan(200);
    expect(sendsTo(sim)).toBeLessThan(10);
  });

  it.each<Dialect['refusal']>([
    { as: 'list', status: 200 },
    { as: 'list', status: 400 },
    { as: 'object', status: 200 },
    { as: 'object', status: 402 },
  ])('stops whichever way that is said: %j', async (refusal) => {
    const sim = await startSimulator({ credit: 0, dialect: { refusal } });
    const { sms } = await bootApp(sim, { batchSize: 10, maxConcurrency: 1 });
    const source = counted(10_000);
    const report = await sms.sendMany(source.messages);
    expect(report.stopped).toBe('credit');
    expect(report.unsent).toHaveLength(source.taken);
    expect(sendsTo(sim)).toBe(1);
    const error = await failureOf(sms.send({ recipient: mobile(), body: 'hello' }));
    expect(error).toMatchObject({ reason: 'credit', cause: { code: 'E6' } });
  });

  it('what is being settled is still settled, and not sent again', async () => {
    const sim = await startSimulator({ credit: 10 * PRICE, pricePerPart: PRICE });
    // The first batch is taken, and nobody says so; the second one cannot be paid.
    sim.fail('send', 'accept-then-drop', { times: 1 });
    sim.fail('send', 'drop', { times: 1 });
    const { sms } = await bootApp(sim, { batchSize: 10, maxConcurrency: 3, settleMs: 100 });
    const report = await sms.sendMany(counted(30).messages);
    expect(report.stopped).toBe('credit');
    expect(report.accepted).toHaveLength(10);
    expect(report.accepted.every(({ settled }) => settled)).toBe(true);
    expect(report.unsent).toHaveLength(20);
    expect(sim.messages).toHaveLength(10);
  });

  it('another campaign, and a later one, may try for themselves', async () => {
    const sim = await startSimulator({ credit: 0 });
    const { sms } = await bootApp(sim);
    expect((await sms.sendMany(counted(3).messages)).stopped).toBe('credit');
    sim.setCredit(1_000_000);
    expect((await sms.sendMany(counted(3).messages)).accepted).toHaveLength(3);
  });
});
