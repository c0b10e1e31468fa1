import { describe, expect, it } from '@jest/globals';
import type { SendOutcome, SmsMessage } from 'nestjs-payamsms';
import { bootApp } from '../../support/boot.js';
import { startSimulator } from '../../support/simulator.js';
import { startServer, afterLogin } from '../../support/scripted-server.js';
import { mobile } from '../../support/numbers.js';

const text = (n: number, customerId: string, recipient = mobile(n)): SmsMessage => ({
  recipient,
  body: `hello ${n}`,
  customerId,
});

const codes = (told: readonly SendOutcome[]) =>
  told.map((outcome) => (outcome.status === 'rejected' ? outcome.code : outcome.status));

async function stream(messages: SmsMessage[], options: object): Promise<SendOutcome[]> {
  const sim = await startSimulator();
  sim.fail('send', 'slow', { delayMs: 60 });
  const { sms } = await bootApp(sim, options);
  const told: SendOutcome[] = [];
  for await (const outcome of sms.stream(messages)) told.push(outcome);
  const ids = sim.messages.map(({ customerId }) => customerId);
  expect(ids).toHaveLength(new Set(ids).size);
  return told;
}

describe('a customerId used twice', () => {
  it('is rejected while the first is under way, in another batch too', async () => {
    const told = await stream([text(0, 'x'), text(1, 'y'), text(2, 'x'), text(3, 'z')], {
      batchSize: 1,
    });
    expect(codes(told)).toEqual(['accepted', 'accepted', 'DUPLICATE_CUSTOMER_ID', 'accepted']);
  });

  it('is rejected also after one that was rejected for its number', async () => {
    const told = await stream(
      // The first is told while the third is under way, and the fifth is still to be taken.
      [text(0, 'x', 'no number'), text(1, 'a'), text(2, 'x'), text(3, 'b'), text(4, 'x')],
      { batchSize: 1, maxConcurrency: 2 },
    );
    expect(codes(told)).toEqual([
      'E43',
      'accepted',
      'accepted',
      'accepted',
      'DUPLICATE_CUSTOMER_ID',
    ]);
  });

  it('is rejected each time, the third time too', async () => {
    const told = await stream(
      [
        text(0, 'a'),
        text(1, 'x'),
        text(2, 'x'),
        text(3, 'b'),
        text(4, 'x'),
        text(5, 'x'),
        text(6, 'c'),
        text(7, 'x'),
      ],
      { batchSize: 2, maxConcurrency: 2 },
    );
    expect(codes(told).filter((code) => code === 'accepted').length).toBeLessThanOrEqual(6);
  });

  it('is found however far apart in sendMany', async () => {
    const sim = await startSimulator();
    const { sms } = await bootApp(sim, { batchSize: 1 });
    const messages = Array.from({ length: 100 }, (_, n) => text(n, `order-${n % 99}`));
    const report = await sms.sendMany(messages);
    expect(report.rejected).toMatchObject([
      { index: 99, code: 'DUPLICATE_CUSTOMER_ID', local: true },
    ]);
    expect(sim.messages).toHaveLength(99);
  });
});

describe('two copies at the service', () => {
  it('are said to be two when the first showed too late', async () => {
    const sim = await startSimulator({ dialect: { statusDelayMs: 3_600_000 } });
    sim.fail('send', 'accept-then-drop', { times: 1 });
    const { sms } = await bootApp(sim, { settleMs: 50 });
    // Both looks miss the first: here the promise ends, but not the truth.
    sim.onMessage(() => sim.messages.length === 2 && sim.advance('2h'));
    const { serverId, duplicates } = await sms.send(text(0, 'x'));
    expect([serverId, ...(duplicates ?? [])].toSorted()).toEqual(
      sim.messages.map((message) => message.serverId),
    );
    expect(duplicates).toHaveLength(1);
  });

  it('are said to be two when the answer to the send says so', async () => {
    const server = await startServer(
      afterLogin(() => ({ body: ['1', '2'].map((serverId) => ({ customerId: 'x', serverId })) })),
    );
    const { sms } = await bootApp(server);
    expect(await sms.send(text(0, 'x'))).toMatchObject({ serverId: '1', duplicates: ['2'] });
  });

  it('are said to be two when one status answer names both', async () => {
    const sim = await startSimulator();
    const { sms } = await bootApp(sim);
    await sms.send(text(0, 'x'));
    sim.fail('send', 'accept-then-drop', { times: 1 });
    const { serverId, duplicates } = await sms.send(text(0, 'x'));
    expect([serverId, ...(duplicates ?? [])]).toEqual(sim.messages.map((m) => m.serverId));
  });
});
