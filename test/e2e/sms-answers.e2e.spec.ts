import { describe, expect, it } from '@jest/globals';
import type { SmsMessage } from 'nestjs-payamsms';
import { bootApp, SOON_UNKNOWN } from '../support/boot.js';
import { startSimulator, sendsTo, keepStatesBack } from '../support/simulator.js';
import { startServer, SEND_SHARED, STATUS, afterLogin } from '../support/scripted-server.js';
import { mobile } from '../support/numbers.js';
import { failureOf } from '../support/failure.js';

const texts = (count: number): SmsMessage[] =>
  Array.from({ length: count }, (_, index) => ({
    recipient: mobile(index),
    body: `text ${index}`,
  }));

describe('answers are matched to messages', () => {
  it('by customerId, whatever their order', async () => {
    const sim = await startSimulator({ dialect: { sendOrder: 'shuffled' } });
    const { sms } = await bootApp(sim);
    const { accepted } = await sms.sendMany(texts(250));
    expect(accepted.map(({ index }) => index)).toEqual([...Array(250).keys()]);
    for (const { serverId, body } of accepted) {
      expect(sim.messages.find((message) => message.serverId === serverId)?.body).toBe(body);
    }
  });

  it('even when one number gets two texts', async () => {
    const sim = await startSimulator();
    sim.fail('send', 'shuffle');
    const { sms } = await bootApp(sim);
    const { accepted } = await sms.sendMany([
      { recipient: mobile(), body: 'first' },
      { recipient: mobile(), body: 'second' },
      { recipient: mobile(), body: 'third' },
    ]);
    expect(accepted.map(({ serverId }) => serverId)).toEqual(
      ['first', 'second', 'third'].map(
        (body) => sim.messages.find((message) => message.body === body)?.serverId,
      ),
    );
  });

  it('one by one when some are missing: those alone are asked for', async () => {
    const sim = await startSimulator();
    sim.fail('send', 'omit', { entries: 3 });
    const { sms } = await bootApp(sim);
    const { accepted } = await sms.sendMany(texts(10));
    expect(accepted.map(({ index }) => index)).toEqual([...Array(10).keys()]);
    const asked = accepted.filter(({ settled }) => settled).map(({ customerId }) => customerId);
    expect(asked).toHaveLength(3);
    const [question, ...others] = sim.requests.filter(({ operation }) => operation === 'getStatus');
    expect(question?.query['ids']).toEqual(asked);
    expect(others).toEqual([]);
    expect(sendsTo(sim)).toBe(1);
    for (const { serverId, customerId } of accepted) {
      expect(sim.messages).toContainEqual(expect.objectContaining({ serverId, customerId }));
    }
  });

  it('one by one when some are missing: those alone are unknown while nobody can tell', async () => {
    const sim = await startSimulator();
    sim.fail('send', 'omit', { entries: 3 });
    keepStatesBack(sim);
    const { sms } = await bootApp(sim, SOON_UNKNOWN);
    const { accepted, unknown } = await sms.sendMany(texts(10));
    expect([accepted.length, unknown.length]).toEqual([7, 3]);
    expect(sendsTo(sim)).toBe(1);
    for (const { serverId, customerId } of accepted) {
      expect(sim.messages).toContainEqual(expect.objectContaining({ serverId, customerId }));
    }
  });

  it('by a number that is alone in the call when they bear no customerId', async () => {
    const sim = await startSimulator({ dialect: { sendOrder: 'shuffled', mobile: 'number' } });
    sim.fail('send', 'no-customer-id');
    const { sms } = await bootApp(sim);
    const { accepted } = await sms.sendMany([
      ...texts(3),
      { recipient: mobile(9), body: 'one' },
      { recipient: mobile(9), body: 'two' },
    ]);
    // Which of the last two is which, the answer does not say.
    expect(accepted.map(({ body, settled }) => [body, settled])).toEqual([
      ['text 0', undefined],
      ['text 1', undefined],
      ['text 2', undefined],
      ['one', true],
      ['two', true],
    ]);
    expect(sendsTo(sim)).toBe(1);
    for (const { serverId, body } of accepted) {
      expect(sim.messages.find((message) => message.serverId === serverId)?.body).toBe(body);
    }
  });

  it.each([1, 2, 10])(
    'as accepted when all that is told of %d are serverIds: none is sent again',
    async (count) => {
      // Longer than two looks: what does not show must not be sent again.
      const sim = await startSimulator({ dialect: { statusDelayMs: 200 } });
      sim.fail('send', 'only-server-id');
      const { sms } = await bootApp(sim);
      const { accepted, ...others } = await sms.sendMany(texts(count));
      expect(others).toEqual({ rejected: [], unsent: [], unknown: [] });
      expect(accepted.map(({ index }) => index)).toEqual([...Array(count).keys()]);
      for (const { serverId, customerId } of accepted) {
        expect(sim.messages).toContainEqual(expect.objectContaining({ serverId, customerId }));
      }
      expect([sendsTo(sim), sim.messages.length]).toEqual([1, count]);
    },
  );

  it.each([undefined, 5])(
    'not by a customerId that nobody sent, in %p entries',
    async (entries) => {
      // Longer than two looks: what does not show must not be sent again.
      const sim = await startSimulator({ dialect: { statusDelayMs: 200 } });
      sim.fail('send', 'foreign-customer-id', { entries });
      const { sms } = await bootApp(sim);
      const { accepted, ...others } = await sms.sendMany(texts(5));
      expect(others).toEqual({ rejected: [], unsent: [], unknown: [] });
      expect(accepted.map(({ index }) => index)).toEqual([...Array(5).keys()]);
      for (const { serverId, customerId } of accepted) {
        expect(sim.messages).toContainEqual(expect.objectContaining({ serverId, customerId }));
      }
      expect([sendsTo(sim), sim.messages.length]).toEqual([1, 5]);
    },
  );

  it('refusals among them, each with its code', async () => {
    const sim = await startSimulator({ sensitiveWords: ['وام'], lines: ['982000123'] });
    sim.fail('send', 'shuffle');
    const { sms } = await bootApp(sim);
    const report = await sms.sendMany([
      { recipient: mobile(0), body: 'سلام' },
      { recipient: mobile(1), body: 'وام فوری' },
      { recipient: mobile(2), body: 'سلام', sender: '983000' },
    ]);
    expect(report.accepted).toMatchObject([{ index: 0 }]);
    expect(report.rejected).toMatchObject([
      { index: 1, code: 'E132', local: false },
      { index: 2, code: 'E223', local: false },
    ]);
    expect(report.rejected[0]?.description).not.toBe('');
  });

  it('with every digit of a serverId, text or number', async () => {
    const firstId = 9_223_372_036_854_775_000n;
    for (const serverId of ['string', 'number'] as const) {
      const sim = await startSimulator({ dialect: { firstId, serverId } });
      const { sms } = await bootApp(sim);
      const { accepted } = await sms.sendMany(texts(3));
      expect(accepted.map((sent) => sent.serverId)).toEqual([
        '9223372036854775000',
        '9223372036854775001',
        '9223372036854775002',
      ]);
    }
  });

  it('where a serverId stands beside a code: the message is accepted', async () => {
    const server = await startServer(
      afterLogin(() => ({
        body: [{ customerId: 'a', mobile: 989_120_000_000, serverId: '7', errorCode: '' }],
      })),
    );
    const { sms } = await bootApp(server);
    const sent = await sms.send({ recipient: mobile(), body: 'hello', customerId: 'a' });
    expect(sent).toMatchObject({ status: 'accepted', serverId: '7' });
  });
});

describe('a serverId is an acceptance: the message is sent once, though no state is ever shown', () => {
  const own = [{ customerId: 'a', serverId: '7' }];
  const ANSWERS: [string, unknown, number?][] = [
    ['an object', own[0]],
    ['an object with a code', { serverId: '7', errorCode: 'E43' }],
    ['an object with 400', { serverId: '7' }, 400],
    ['a list in an object', { data: own }],
    ['a body that is cut', '[{"serverId":"7","custo'],
    ['several entries without ids', [{ errorCode: 'E43' }, { serverId: '7' }]],
    ['302', own, 302],
    ['404', own, 404],
    ['429', own, 429],
    ['500', own, 500],
    ['503', own, 503],
  ];
  it.each(ANSWERS)('%s', async (_, body, status = 200) => {
    const server = await startServer(
      afterLogin(({ path }) => (path === STATUS ? { body: [] } : { body, status })),
    );
    const { sms } = await bootApp(server);
    const sent = await sms.send({ recipient: mobile(), body: 'hello', customerId: 'a' });
    expect(sent).toMatchObject({ status: 'accepted', serverId: '7' });
    expect(server.count(SEND_SHARED)).toBe(1);
  });
});

describe.each([
  { as: 'list', status: 200 },
  { as: 'list', status: 400 },
  { as: 'object', status: 200 },
  { as: 'object', status: 422 },
] as const)('a call that is wholly refused, by %j', (refusal) => {
  it('rejects every message with the code', async () => {
    const sim = await startSimulator({ dialect: { refusal }, lines: ['983000'] });
    const { sms } = await bootApp(sim);
    const { rejected } = await sms.sendMany(texts(3));
    expect(rejected).toMatchObject(three({ code: 'E223', local: false }));
    expect(sendsTo(sim)).toBe(1);
  });

  it('is an error of send, with the code', async () => {
    const sim = await startSimulator({ dialect: { refusal }, sensitiveWords: ['loan'] });
    const { sms } = await bootApp(sim);
    expect(await failureOf(sms.send({ recipient: mobile(), body: 'a loan' }))).toMatchObject({
      name: 'PayamSmsRejectedError',
      code: 'E132',
      local: false,
    });
  });

  it('ends as unsent for want of credit', async () => {
    const sim = await startSimulator({ dialect: { refusal }, credit: 10 });
    const { sms } = await bootApp(sim);
    const report = await sms.sendMany(texts(3));
    expect(report.unsent).toMatchObject(three({ reason: 'credit', cause: { code: 'E6' } }));
    expect(await failureOf(sms.send({ recipient: mobile(), body: 'a' }))).toMatchObject({
      name: 'PayamSmsUnsentError',
      reason: 'credit',
    });
  });
});

describe('credit that runs out', () => {
  it('is told with the HTTP status that it came with', async () => {
    const sim = await startSimulator({
      dialect: { refusal: { as: 'object', status: 402 } },
      credit: 1,
    });
    const { sms } = await bootApp(sim);
    const { unsent } = await sms.sendMany(texts(1));
    expect(unsent).toMatchObject([{ cause: { code: 'E6', status: 402 } }]);
  });

  it('leaves what came after it unsent, and what came before accepted', async () => {
    const sim = await startSimulator({ credit: 4_000, pricePerPart: 1_000 });
    const { sms } = await bootApp(sim);
    const report = await sms.sendMany(texts(6));
    expect(report.accepted.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
    expect(report.unsent).toMatchObject([
      { index: 4, reason: 'credit' },
      { index: 5, reason: 'credit' },
    ]);
    expect(sim.credit).toBe(0);
  });
});

const three = <T>(value: T): T[] => [value, value, value];
