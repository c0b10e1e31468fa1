import { describe, expect, it } from '@jest/globals';
import type { SendAnswer } from '../../lib/api/api.types.js';
import type { SmsMessage } from '../../lib/sms/sms.types.js';
import { aMessage } from '../support/messages.js';
import { SENDER } from '../support/settings.js';
import { acceptAll, answering, someMessages, setUpSms } from '../support/sms.js';

describe('send', () => {
  it('gives the accepted message, under an id made for it', async () => {
    const { sms, batches } = setUpSms();
    expect(await sms.send(aMessage())).toEqual({
      status: 'accepted',
      index: 0,
      customerId: expect.stringMatching(/^[0-9a-z]{15,20}$/),
      recipient: '989121234567',
      body: 'hello',
      sender: SENDER,
      serverId: 's989121234567',
    });
    expect(batches).toHaveLength(1);
  });

  it('never makes the same id twice', async () => {
    const { sms, batches } = setUpSms();
    for (let i = 0; i < 50; i++) await sms.send(aMessage());
    expect(new Set(batches.flat().map(({ customerId }) => customerId)).size).toBe(50);
  });

  it('rejects what cannot be right before the wire', async () => {
    const { sms, batches } = setUpSms();
    await expect(sms.send(aMessage({ body: '' }))).rejects.toMatchObject({
      name: 'PayamSmsRejectedError',
      code: 'E766',
      local: true,
    });
    expect(batches).toEqual([]);
  });

  it.each<[string, string, () => SendAnswer, object]>([
    [
      'a refusal',
      'PayamSmsRejectedError',
      () => answering({ code: 'E132', description: '' }),
      { local: false },
    ],
    [
      'no credit',
      'PayamSmsUnsentError',
      () => answering({ code: 'E6', description: '' }),
      { reason: 'credit' },
    ],
  ])('throws what became of the message: %s', async (_, name, answer, facts) => {
    const { sms, batches } = setUpSms(answer);
    await expect(sms.send(aMessage({ customerId: 'mine' }))).rejects.toMatchObject({
      name,
      ...facts,
    });
    expect(batches).toHaveLength(1);
  });

  it('replies to whoever wrote, from the line written to', async () => {
    const { sms, api, batches } = setUpSms();
    const sent = await sms.reply({ from: '989351234567', to: '98300012' }, 'ممنون');
    expect(sent).toMatchObject({ recipient: '989351234567', sender: '98300012', body: 'ممنون' });
    const { customerId } = sent;
    expect(batches).toEqual([
      [expect.objectContaining({ sender: '98300012', recipient: '989351234567', customerId })],
    ]);
    expect(api.send.mock.calls[0]![1]).toMatchObject({ urgent: true });
  });
});

describe('sendMany', () => {
  it('sends batchSize messages a call and puts every outcome where it belongs', async () => {
    const { sms, batches } = setUpSms(acceptAll, { batchSize: 250 });
    const report = await sms.sendMany(someMessages(600));
    expect(batches.map((items) => items.length)).toEqual([250, 250, 100]);
    expect(report.accepted.map(({ index }) => index)).toEqual([...Array(600).keys()]);
    expect(report.accepted.every(({ serverId, recipient }) => serverId === `s${recipient}`)).toBe(
      true,
    );
    expect(report).toMatchObject({ rejected: [], unsent: [], unknown: [] });
    expect(report).not.toHaveProperty('stopped');
  });

  it('matches an answer in any order', async () => {
    const { sms } = setUpSms((items) => acceptAll(items.toReversed()));
    const { accepted } = await sms.sendMany(someMessages(10));
    expect(accepted.every(({ serverId, recipient }) => serverId === `s${recipient}`)).toBe(true);
  });

  it('rejects the wrong ones by themselves, and the others go on', async () => {
    const { sms, batches } = setUpSms();
    const [a, b, c] = someMessages(3) as [SmsMessage, SmsMessage, SmsMessage];
    const report = await sms.sendMany([a, { ...b, body: '' }, c, { ...a, recipient: 'Sara' }]);
    expect(report.accepted.map(({ index }) => index)).toEqual([0, 2]);
    expect(report.rejected.map(({ index, code }) => [index, code])).toEqual([
      [1, 'E766'],
      [3, 'E43'],
    ]);
    expect(batches.flat()).toHaveLength(2);
  });

  it('asks nothing of the service where every message is wrong, or there is none', async () => {
    const { sms, batches } = setUpSms();
    expect((await sms.sendMany([aMessage({ body: '' })])).rejected).toHaveLength(1);
    expect((await sms.sendMany([])).accepted).toEqual([]);
    expect(batches).toEqual([]);
  });
});
