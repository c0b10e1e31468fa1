import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { payamSmsMatchers } from 'nestjs-payamsms/simulator/matchers/jest';
import { PayamSmsSimulator, type MessageQuery } from '../../lib/simulator/index.js';
import { aMessage, Caller, RECIPIENT, SENDER } from './caller.js';

expect.extend(payamSmsMatchers);

describe('toHaveSent', () => {
  let sim: PayamSmsSimulator;

  beforeAll(async () => {
    sim = await PayamSmsSimulator.start();
    await (await Caller.loggedIn(sim)).send(aMessage({ body: 'كد شما: ۴۸۲۱', customerId: 'a' }));
  });
  afterAll(() => sim.close());

  it('finds what was sent, however it is typed', () => {
    expect(sim).toHaveSent();
    expect(sim).toHaveSent({ recipient: '0912 123 4567', body: /کد شما: \d{4}/ });
    expect(sim).toHaveSent({ body: '4821', sender: SENDER, customerId: 'a' });
    expect(sim).not.toHaveSent({ recipient: '09350000000' });
    expect(sim).not.toHaveSent({ recipient: RECIPIENT, body: 'bill' });
  });

  it('lists what was sent when nothing fits', () => {
    expect(() => expect(sim).toHaveSent({ body: /bill/ })).toThrow(
      'Expected a message that matches { body: /bill/ }. 1 arrived, the newest last:\n' +
        `{ recipient: '${RECIPIENT}', sender: '${SENDER}', customerId: 'a', body: 'كد شما: ۴۸۲۱' }`,
    );
  });

  it('lists what fits when nothing should', () => {
    expect(() => expect(sim).not.toHaveSent({ customerId: 'a' })).toThrow(
      "Expected no message that matches { customerId: 'a' }, but of 1 these do. 1 arrived, the newest last:",
    );
  });

  it('finds nothing after a reset', async () => {
    await using other = await PayamSmsSimulator.start();
    await (await Caller.loggedIn(other)).send(aMessage());
    expect(other).toHaveSent();
    other.reset();
    expect(() => expect(other).toHaveSent()).toThrow('Nothing arrived.');
  });

  it('takes no other field, and looks at nothing else', () => {
    const typo = { recipent: RECIPIENT } as MessageQuery;
    for (const wrong of [
      () => expect(sim).toHaveSent(typo),
      () => expect(sim).not.toHaveSent(typo),
    ])
      expect(wrong).toThrow(
        "toHaveSent() takes recipient, sender, customerId, body, not 'recipent'",
      );
    for (const received of [undefined, {}, { messages: 1 }])
      expect(() => expect(received).toHaveSent()).toThrow('looks at a PayamSmsSimulator');
  });
});
