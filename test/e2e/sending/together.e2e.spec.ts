import { describe, expect, it } from '@jest/globals';
import type { SmsMessage } from 'nestjs-payamsms';
import { bootApp } from '../../support/boot.js';
import { numberOf } from '../../support/messages.js';
import { countOf, sendsTo, startSimulator } from '../../support/simulator.js';

const texts = (count: number, changes: Partial<SmsMessage> = {}): SmsMessage[] =>
  Array.from({ length: count }, (_, i) => ({
    recipient: numberOf(i),
    body: `کد شما ${i}`,
    ...changes,
  }));

const LATER = new Date(Date.now() + 3_600_000);

describe('single sends at the same time', () => {
  it('that wait for the login leave in full calls, each with its own outcome', async () => {
    const sim = await startSimulator();
    const { sms } = await bootApp(sim);
    const sent = await Promise.all(texts(1_000).map((message) => sms.send(message)));
    const taken = new Map(sim.messages.map((message) => [message.serverId, message]));
    expect(sent.map(({ serverId }) => taken.get(serverId)?.recipient)).toEqual(
      texts(1_000).map(({ recipient }) => recipient),
    );
    expect([sendsTo(sim), countOf(sim, 'login')]).toEqual([4, 1]);
  });

  it('that wait for a place leave together, besides those that found one', async () => {
    const sim = await startSimulator();
    const { sms } = await bootApp(sim, { maxConcurrency: 4 });
    await sms.send(texts(1)[0]!);
    await Promise.all(texts(504).map((message) => sms.send(message)));
    expect(sim.messages).toHaveLength(505);
    // The first, four that found a place, and two of 250.
    expect(sendsTo(sim)).toBe(7);
  });

  it('with other senders and dates go through an endpoint that takes both', async () => {
    const sim = await startSimulator();
    const { sms } = await bootApp(sim);
    const [a, b] = texts(2) as [SmsMessage, SmsMessage];
    await Promise.all([sms.send({ ...a, sender: '983000' }), sms.send({ ...b, sendDate: LATER })]);
    expect(countOf(sim, 'send')).toBe(1);
    expect(sim.messages.map(({ sender, sendDate }) => [sender, sendDate !== undefined])).toEqual([
      ['983000', false],
      [expect.any(String), true],
    ]);
  });
});

describe('a one-time code', () => {
  it('that may come twice is sent again at once after one lookup', async () => {
    const sim = await startSimulator();
    const { sms } = await bootApp(sim, { settleMs: 60_000 });
    sim.fail('send', 'status 503', { times: 1 });
    const [code] = texts(1) as [SmsMessage];
    await sms.send(code, { guarantee: 'at-least-once', deadlineMs: 30_000 });
    expect(sim.messages).toHaveLength(1);
    expect([sendsTo(sim), countOf(sim, 'getStatus')]).toEqual([2, 1]);
  });
});

describe('scheduled messages whose send went wrong', () => {
  it.each(['accept-then-drop', 'drop'] as const)(
    'are looked for in pages of the list that they share, after %s',
    async (fault) => {
      const sim = await startSimulator({ dialect: { scheduledStatus: 'absent' } });
      const { sms } = await bootApp(sim);
      sim.fail('send', fault, { times: 1 });
      const { accepted } = await sms.sendMany(texts(250, { sendDate: LATER }));
      expect([accepted.length, sim.messages.length]).toEqual([250, 250]);
      // Two lookups, and one for copies of what was sent again.
      expect(countOf(sim, 'listScheduled')).toBeLessThanOrEqual(3);
    },
  );
});
