import { describe, expect, it } from '@jest/globals';
import type { SmsMessage } from 'nestjs-payamsms';
import { bootApp } from '../support/boot.js';
import { startSimulator, sendsTo } from '../support/simulator.js';
import { SENDER, mobile } from '../support/numbers.js';

/** Texts that share nothing but their sender. */
const texts = (count: number): SmsMessage[] =>
  Array.from({ length: count }, (_, index) => ({
    recipient: mobile(index),
    body: `text ${index}`,
  }));

describe('send', () => {
  it('gives the ids of what was accepted', async () => {
    const sim = await startSimulator();
    const { sms } = await bootApp(sim);
    const sent = await sms.send({ recipient: '۰۹۱۲ ۱۲۳ ۴۵۶۷', body: 'code: 1234' });
    const [message] = sim.messages;
    expect(sent).toEqual({
      status: 'accepted',
      index: 0,
      customerId: message?.customerId,
      serverId: message?.serverId,
      recipient: '989121234567',
      body: 'code: 1234',
      sender: SENDER,
    });
    expect(message).toMatchObject({
      recipient: '989121234567',
      body: 'code: 1234',
      sender: SENDER,
    });
  });

  it('keeps the customerId it is given, and makes one of at most 20 characters', async () => {
    const sim = await startSimulator();
    const { sms } = await bootApp(sim);
    const given = await sms.send({ recipient: mobile(), body: 'a', customerId: 'order-42' });
    const made = await sms.send({ recipient: mobile(), body: 'a' });
    const next = await sms.send({ recipient: mobile(), body: 'a' });
    expect(given.customerId).toBe('order-42');
    expect(made.customerId).toMatch(/^[0-9a-z]{1,20}$/);
    expect(new Set([given, made, next].map(({ customerId }) => customerId)).size).toBe(3);
  });

  it('replies to whoever wrote, from the line that was written to', async () => {
    const sim = await startSimulator();
    const { sms } = await bootApp(sim);
    await sms.reply({ from: '09121234567', to: '983000' }, 'thank you');
    expect(sim.messages).toMatchObject([
      { recipient: '989121234567', sender: '983000', body: 'thank you' },
    ]);
  });
});

describe('sendMany', () => {
  it('sends 600 messages in three calls, and tells of each in input order', async () => {
    const sim = await startSimulator();
    const { sms } = await bootApp(sim);
    const report = await sms.sendMany(texts(600));
    expect(report).toMatchObject({ rejected: [], unsent: [], unknown: [] });
    expect(report.accepted.map(({ index }) => index)).toEqual([...Array(600).keys()]);
    expect(sendsTo(sim)).toBe(3);
    expectTruth(report.accepted, sim.messages);
  });

  it('keeps to a smaller batchSize', async () => {
    const sim = await startSimulator({ dialect: { batchLimit: 249 } });
    const { sms } = await bootApp(sim, { batchSize: 249 });
    expect((await sms.sendMany(texts(500))).accepted).toHaveLength(500);
    expect(sendsTo(sim)).toBe(3);
  });

  it('makes no call for no message', async () => {
    const sim = await startSimulator();
    const { sms } = await bootApp(sim);
    expect(await sms.sendMany([])).toEqual({ accepted: [], rejected: [], unsent: [], unknown: [] });
    expect(sim.requests).toEqual([]);
  });
});

describe('the cheapest endpoint that fits', () => {
  // The wire tells whole seconds.
  const at = new Date((Math.floor(Date.now() / 1_000) + 86_400) * 1_000);
  it.each<[string, string, Partial<SmsMessage>[]]>([
    ['sendMultipleWithSrcBody', 'one message', [{}]],
    ['sendMultipleWithSrcBody', 'one text for all', [{}, {}]],
    ['sendMultipleWithSrcBody', 'one text and time for all', [{ sendDate: at }, { sendDate: at }]],
    ['sendMultipleWithSrc', 'different texts', [{ body: 'a' }, { body: 'b' }]],
    ['sendMultipleWithSrc', 'a time for one of them', [{ sendDate: at }, {}]],
    ['send', 'different senders', [{ sender: '983000' }, {}]],
    ['send', 'different everything', [{ sender: '983000', body: 'x', sendDate: at }, {}]],
  ])('is %s for %s', async (endpoint, _, changes) => {
    const sim = await startSimulator();
    const { sms } = await bootApp(sim);
    const messages = changes.map((change, index) => ({
      recipient: mobile(index),
      body: 'the same',
      ...change,
    }));
    const { accepted } = await sms.sendMany(messages);
    expect(sim.requests.slice(1).map(({ operation }) => operation)).toEqual([endpoint]);
    expectTruth(accepted, sim.messages);
    expect(sim.messages.map(({ sendDate }) => sendDate)).toEqual(
      messages.map(({ sendDate }) => sendDate),
    );
  });
});

interface Facts {
  serverId: string;
  customerId: string | null;
  body: string;
  recipient: string;
  sender: string;
}

/** Each outcome names the message that the service took for it. */
function expectTruth(accepted: readonly Facts[], messages: readonly Facts[]): void {
  expect(byId(accepted)).toEqual(byId(messages));
}

/** Calls at the same time arrive in any order. */
function byId(facts: readonly Facts[]): Facts[] {
  return facts
    .map(({ serverId, customerId, body, recipient, sender }) => ({
      serverId,
      customerId,
      body,
      recipient,
      sender,
    }))
    .toSorted((one, other) => Number(one.serverId) - Number(other.serverId));
}
