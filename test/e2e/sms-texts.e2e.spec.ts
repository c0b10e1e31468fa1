import { describe, expect, it } from '@jest/globals';
import { PayamSmsRejectedError, type SmsMessage } from 'nestjs-payamsms';
import { useDate } from '../support/date.js';
import { bootApp } from '../support/boot.js';
import { startSimulator, sendsTo } from '../support/simulator.js';
import { SENDER, mobile } from '../support/numbers.js';
import { failureOf } from '../support/failure.js';

const good: SmsMessage = { recipient: mobile(), body: 'hello' };
const as = (changes: object): SmsMessage => ({ ...good, ...changes });

describe('a text', () => {
  it.each([
    ['Persian with half-spaces', 'سلام، می‌خواهم «۱۲۳» کتاب بخرم؛ نمی‌شود؟'],
    ['Arabic letters, left as they are', 'علي كتاب يك'],
    ['three kinds of digits', '123 ۱۲۳ ١٢٣'],
    ['emoji and joined emoji', '👍🏽 👨‍👩‍👧 🇮🇷'],
    ['lines, tabs and blanks around', '  سطر ۱\r\n\tسطر ۲\n '],
    ['marks of direction', '\u200f(021)\u200e \u202bمتن\u202c'],
    ['what JSON and HTML would escape', '"\\/<b>&amp;\u0001\u2028'],
    ['GSM with escapes', '€uro {[~]} \\ ^ |'],
    ['a combining accent, not composed', 'e\u0301 آ'],
  ])('goes out to the letter: %s', async (_, body) => {
    const sim = await startSimulator();
    const { sms } = await bootApp(sim);
    expect(await sms.send(as({ body }))).toMatchObject({ body });
    const both = [as({ body: 'other' }), as({ body, sender: '983000' })];
    await sms.sendMany(both);
    expect(sim.messages.map((message) => message.body)).toEqual([body, 'other', body]);
  });

  it.each([
    ['GSM', 'a'.repeat(32 * 153)],
    ['Persian', 'آ'.repeat(32 * 67)],
  ])('may have 32 parts: %s', async (_, body) => {
    const sim = await startSimulator();
    const { sms } = await bootApp(sim);
    await sms.send(as({ body }));
    expect(sim.messages).toMatchObject([{ parts: 32, body }]);
  });
});

it('leaves from the default line when its sender is empty', async () => {
  const sim = await startSimulator();
  const { sms } = await bootApp(sim);
  expect(await sms.send(as({ sender: '' }))).toMatchObject({ sender: SENDER });
  expect(sim.messages).toMatchObject([{ sender: SENDER }]);
});

describe('a customerId', () => {
  it.each(['سفارش۱۲', 'نیم\u200cفاصله', 'a\u200fb', '😀', 'a&b=c?#%+/;', 'x'.repeat(255)])(
    'goes out to the letter and is found again: %j',
    async (customerId) => {
      const sim = await startSimulator();
      sim.fail('send', 'accept-then-drop');
      const { sms } = await bootApp(sim);
      const sent = await sms.send(as({ customerId }));
      expect(sim.messages).toMatchObject([{ customerId, serverId: sent.serverId }]);
      expect(sent).toMatchObject({ customerId, settled: true });
    },
  );
});

describe('a sendDate', () => {
  useDate('2029-12-01T00:00:00Z');

  it.each([
    ['Asia/Tehran', '2030-03-21T20:30:00Z', '2030-03-22 00:00:00'],
    ['Asia/Tehran', '2030-07-01T12:34:56.789Z', '2030-07-01 16:04:56'],
    ['UTC', '2030-07-01T12:34:56Z', '2030-07-01 12:34:56'],
    ['America/St_Johns', '2030-01-01T00:00:00Z', '2029-12-31 20:30:00'],
  ])('is told in the zone %s: %s is %s', async (timeZone, instant, wire) => {
    const sim = await startSimulator({ dialect: { timeZone } });
    const { sms } = await bootApp(sim, { timeZone });
    await sms.send(as({ sendDate: new Date(instant) }));
    expect(sim.requests.at(-1)?.body).toMatchObject({ sendDate: wire });
    expect(sim.messages[0]?.sendDate?.getTime()).toBe(
      Math.floor(Date.parse(instant) / 1_000) * 1_000,
    );
  });
});

describe('a sendDate that has come', () => {
  it.each([
    ['a minute ago', -60_000],
    ['now', 0],
    ['in 20 s', 20_000],
  ])('%s is sent at once, without a date', async (_, ms) => {
    const sim = await startSimulator();
    const { sms } = await bootApp(sim);
    await sms.send(as({ sendDate: new Date(Date.now() + ms) }));
    expect(sim.requests.at(-1)?.body).not.toHaveProperty('sendDate');
    expect(sim.messages[0]?.sendDate).toBeUndefined();
  });

  it('keeps messages that differ in nothing else from no cheaper endpoint', async () => {
    const sim = await startSimulator();
    const { sms } = await bootApp(sim);
    const soon = [-60_000, 0, 20_000].map((ms) => new Date(Date.now() + ms));
    await sms.sendMany(soon.map((sendDate, n) => as({ recipient: mobile(n), sendDate })));
    expect(sim.requests.at(-1)?.operation).toBe('sendMultipleWithSrcBody');
  });

  it('years ago is refused before the wire', async () => {
    const sim = await startSimulator();
    const { sms } = await bootApp(sim);
    const error = await failureOf(sms.send(as({ sendDate: new Date('2020-01-01T00:00:00Z') })));
    expect(error).toMatchObject({ code: 'INVALID_SEND_DATE', local: true });
    expect(sim.requests).toEqual([]);
  });
});

describe('a message that cannot be right', () => {
  it.each<[string, SmsMessage]>([
    ['E43', as({ recipient: '' })],
    ['E43', as({ recipient: '0912123456' })],
    ['E43', as({ recipient: '0912 123 4567 8' })],
    ['E43', as({ recipient: '+14155550100' })],
    ['E43', as({ recipient: 'ali' })],
    ['E43', as({ recipient: 989_121_234_567 })],
    ['E43', as({ recipient: undefined })],
    ['E43', null as unknown as SmsMessage],
    ['E766', as({ body: '' })],
    ['E766', as({ body: undefined })],
    ['E211', as({ body: 'a'.repeat(32 * 153 + 1) })],
    ['E211', as({ body: 'آ'.repeat(32 * 67 + 1) })],
    ['E223', as({ sender: 'shop' })],
    ['INVALID_CUSTOMER_ID', as({ customerId: '' })],
    ['INVALID_CUSTOMER_ID', as({ customerId: 'a,b' })],
    ['INVALID_CUSTOMER_ID', as({ customerId: 'a b' })],
    ['INVALID_CUSTOMER_ID', as({ customerId: 'a\u00a0b' })],
    ['INVALID_CUSTOMER_ID', as({ customerId: 'a\nb' })],
    ['INVALID_CUSTOMER_ID', as({ customerId: 'a\u0000b' })],
    ['INVALID_CUSTOMER_ID', as({ customerId: 'a\ud83d' })],
    ['INVALID_CUSTOMER_ID', as({ customerId: 42 })],
    ['INVALID_SEND_DATE', as({ sendDate: new Date('never') })],
    ['INVALID_SEND_DATE', as({ sendDate: new Date('1404-01-01') })],
    ['INVALID_SEND_DATE', as({ sendDate: new Date('+012345-01-01') })],
    ['INVALID_SEND_DATE', as({ sendDate: '2030-01-01 00:00:00' })],
  ])('is rejected with %s before the wire, and the others go on: %j', async (code, wrong) => {
    const sim = await startSimulator();
    const { sms } = await bootApp(sim);
    const report = await sms.sendMany([good, wrong, as({ recipient: mobile(1) })]);
    expect(report.accepted.map(({ index }) => index)).toEqual([0, 2]);
    expect(report.rejected).toMatchObject([{ index: 1, code, local: true }]);
    expect(report.rejected[0]?.description).toMatch(/\w{3}/);
    expect(sim.messages).toHaveLength(2);
  });

  it('is rejected when there is no sender at all', async () => {
    const sim = await startSimulator();
    const { sms } = await bootApp(sim, { sender: undefined });
    const report = await sms.sendMany([good, as({ sender: '' }), as({ sender: SENDER })]);
    expect(report.rejected).toMatchObject([
      { index: 0, code: 'E223', local: true },
      { index: 1, code: 'E223', local: true },
    ]);
    expect(report.accepted).toMatchObject([{ index: 2, sender: SENDER }]);
  });

  it('is rejected when its customerId was used before it, the first one goes', async () => {
    const sim = await startSimulator();
    const { sms } = await bootApp(sim, { batchSize: 1 });
    const twice = [as({ customerId: 'once' }), as({ customerId: 'once', body: 'again' })];
    const report = await sms.sendMany(twice);
    expect(report.accepted).toMatchObject([{ index: 0 }]);
    expect(report.rejected).toMatchObject([{ index: 1, code: 'DUPLICATE_CUSTOMER_ID' }]);
    expect(sim.messages).toMatchObject([{ body: 'hello' }]);
  });

  it('may use the id of a message that was rejected itself', async () => {
    const sim = await startSimulator();
    const { sms } = await bootApp(sim);
    const report = await sms.sendMany([
      as({ customerId: 'once', recipient: 'nobody' }),
      as({ customerId: 'once' }),
    ]);
    expect(report.accepted).toMatchObject([{ index: 1, customerId: 'once' }]);
  });

  it('makes send throw, and no request at all', async () => {
    const sim = await startSimulator();
    const { sms } = await bootApp(sim);
    const error = await failureOf(sms.send(as({ body: '' })));
    expect(error).toBeInstanceOf(PayamSmsRejectedError);
    expect(error).toMatchObject({ code: 'E766', local: true });
    expect([sim.requests.length, sendsTo(sim)]).toEqual([0, 0]);
  });
});
