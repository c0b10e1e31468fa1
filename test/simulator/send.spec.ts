import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PayamSmsSimulator } from '../../lib/simulator/index.js';
import { aMessage, Caller, RECIPIENT, SENDER } from './caller.js';

describe('send', () => {
  let sim: PayamSmsSimulator;
  let caller: Caller;

  beforeEach(async () => {
    sim = await PayamSmsSimulator.start({
      sensitiveWords: ['کازینو'],
      blacklist: ['0935 111 1111'],
      delivery: { queuedMs: 60_000 },
    });
    caller = await Caller.loggedIn(sim);
  });
  afterEach(() => sim.close());

  const sendWith = (path: string, body: unknown) =>
    caller.call(`/panel/webservice/${path}`, { body });

  it('accepts messages with all of their fields', async () => {
    const answer = await caller.send(
      aMessage({ customerId: 'a' }),
      aMessage({ recipient: '989350000000', body: 'سلام' }),
    );
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual([
      { customerId: 'a', mobile: RECIPIENT, serverId: sim.messages[0]?.serverId },
      { customerId: null, mobile: '989350000000', serverId: sim.messages[1]?.serverId },
    ]);
    expect(sim.messages).toMatchObject([
      {
        customerId: 'a',
        sender: SENDER,
        recipient: RECIPIENT,
        body: 'hello',
        parts: 1,
        price: 1_000,
        acceptedAt: expect.any(Date),
        cancelled: false,
        status: 'Pending In Queue',
      },
      { customerId: null, recipient: '989350000000', body: 'سلام' },
    ]);
    expect(sim.messages[0]).not.toHaveProperty('sendDate');
  });

  it('accepts messages that share a sender', async () => {
    const answer = await caller.call('/panel/webservice/sendMultipleWithSrc', {
      body: {
        sender: SENDER,
        smsItems: [
          { recipient: RECIPIENT, body: 'one', customerId: '1' },
          { recipient: RECIPIENT, body: 'two', sendDate: '2100-01-01 12:00:00' },
        ],
      },
    });
    expect(answer.status).toBe(200);
    expect(sim.messages).toMatchObject([
      { sender: SENDER, body: 'one', customerId: '1' },
      { sender: SENDER, body: 'two', sendDate: new Date('2100-01-01T08:30:00Z') },
    ]);
  });

  it('accepts messages that share a sender, a text and a time (row 8)', async () => {
    const answer = await caller.call('/panel/webservice/sendMultipleWithSrcBody', {
      body: {
        sender: SENDER,
        body: 'all',
        sendDate: '2100-01-01 12:00:00',
        smsItems: [{ recipient: RECIPIENT, customerId: '1' }, { recipient: '989350000000' }],
      },
    });
    expect(answer.status).toBe(200);
    const sendDate = new Date('2100-01-01T08:30:00Z');
    expect(sim.messages).toMatchObject([
      { sender: SENDER, body: 'all', recipient: RECIPIENT, customerId: '1', sendDate },
      { sender: SENDER, body: 'all', recipient: '989350000000', customerId: null, sendDate },
    ]);
  });

  it.each([
    ['E223', { sender: '0982000' }],
    ['E43', { recipient: '09121234567' }],
    ['E43', { recipient: '+989121234567' }],
    ['E800', { recipient: '989351111111' }],
    ['E766', { body: '' }],
    ['E211', { body: 'س'.repeat(32 * 67 + 1) }],
    ['E132', { body: 'يك كازينو' }],
  ])('refuses one message with %s and takes the others: %j', async (errorCode, change) => {
    const answer = await caller.send(aMessage(), aMessage({ customerId: 'bad', ...change }));
    expect(answer.json).toMatchObject([
      { serverId: expect.any(String) },
      { customerId: 'bad', errorCode, description: expect.stringMatching(/\p{Script=Arabic}/u) },
    ]);
    expect(answer.json).not.toMatchObject([{}, { serverId: expect.anything() }]);
    expect(sim.messages).toHaveLength(1);
  });

  it('knows the lines of the account', async () => {
    await using other = await PayamSmsSimulator.start({ lines: ['+98 2000 555'] });
    const its = await Caller.loggedIn(other);
    const answer = await its.send(aMessage(), aMessage({ sender: '982000555' }));
    expect(answer.json).toMatchObject([{ errorCode: 'E223' }, { serverId: expect.any(String) }]);
  });

  it('takes messages in order until the credit does not reach', async () => {
    sim.setCredit(3_000);
    const dear = aMessage({ body: 'س'.repeat(135) });
    const answer = await caller.send(aMessage(), dear, aMessage());
    expect(answer.json).toMatchObject([
      { serverId: expect.any(String) },
      { errorCode: 'E6' },
      { errorCode: 'E6' },
    ]);
    expect(sim.credit).toBe(2_000);
  });

  it('may have a lower limit (row 6)', async () => {
    sim.setDialect({ batchLimit: 249 });
    const messages = Array.from({ length: 250 }, () => aMessage());
    expect((await caller.send(...messages)).json).toMatchObject([
      { errorCode: 'E107' },
      ...messages.slice(1).map(() => ({})),
    ]);
    await caller.send(...messages.slice(1));
    expect(sim.messages).toHaveLength(249);
  });

  it.each([
    ['an unknown field', [aMessage({ priority: 1 })]],
    ['an object for a text', [aMessage({ customerId: {} })]],
    ['a list for a text', [aMessage({ customerId: ['a'] })]],
    ['null for a message', [null]],
    ['a number for a date', [aMessage({ sendDate: 4_102_444_800 })]],
    ['a date in another format', [aMessage({ sendDate: '2100-01-01T12:00:00Z' })]],
    ['a Jalali date', [aMessage({ sendDate: '1404-01-01 12:00:00' })]],
    ['no list', { messages: [] }],
    ['no object in the list', ['hello']],
  ])('answers %s with 400', async (_case, body) => {
    expect((await caller.call('/panel/webservice/send', { body })).status).toBe(400);
    expect(sim.messages).toHaveLength(0);
  });

  it.each([
    ['a number for a text', [aMessage({ recipient: 989121234567 })]],
    ['a truth value for a text', [aMessage({ body: true })]],
    ['null for a text', [aMessage({ customerId: null })]],
    ['null for a date', [aMessage({ sendDate: null })]],
  ])('takes %s, or answers 400, by the dialect', async (_case, body) => {
    const send = () => caller.call('/panel/webservice/send', { body });
    expect((await send()).json).toMatchObject([{ customerId: null, mobile: RECIPIENT }]);
    expect(sim.messages).toMatchObject([{ sender: SENDER, recipient: RECIPIENT }]);
    sim.setDialect({ fieldTypes: 'strict' });
    expect((await send()).status).toBe(400);
    expect(sim.messages).toHaveLength(1);
  });

  it('keeps every digit of a numeric id, and counts null as left out', async () => {
    const big = '9223372036854775807';
    const body = `[{"sender":982000123,"recipient":${RECIPIENT},"body":"the id is ${big}","customerId":${big}}]`;
    const answer = await caller.call('/panel/webservice/send', {
      body,
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.json).toMatchObject([{ customerId: big }]);
    expect(sim.messages).toMatchObject([{ customerId: big, body: `the id is ${big}` }]);
    const nothing = { sender: SENDER, body: null, smsItems: null };
    expect((await sendWith('sendMultipleWithSrcBody', nothing)).json).toMatchObject([
      { errorCode: 'E2' },
    ]);
    expect((await sendWith('send', null)).json).toMatchObject([{ errorCode: 'E2' }]);
    sim.setDialect({ fieldTypes: 'strict' });
    expect((await sendWith('sendMultipleWithSrcBody', nothing)).status).toBe(400);
  });

  it('forbids an item what the OpenAPI file forbids (rows 7 and 8)', async () => {
    const item = { recipient: RECIPIENT, body: 'hi' };
    const answers = [
      await sendWith('sendMultipleWithSrcBody', { sender: SENDER, body: 'hi', smsItems: [item] }),
      await sendWith('sendMultipleWithSrc', { sender: SENDER, body: 'hi', smsItems: [item] }),
      await sendWith('sendMultipleWithSrc', {
        sender: SENDER,
        smsItems: [{ ...item, sender: SENDER }],
      }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400]);
    sim.setDialect({ unknownFields: 'ignored' });
    const body = { sender: SENDER, body: 'top', smsItems: [item] };
    expect((await sendWith('sendMultipleWithSrcBody', body)).status).toBe(200);
    expect(sim.messages).toMatchObject([{ body: 'top' }]);
  });

  it('needs a text for each item of sendMultipleWithSrc (row 7)', async () => {
    const answer = await caller.call('/panel/webservice/sendMultipleWithSrc', {
      body: { sender: SENDER, smsItems: [{ recipient: RECIPIENT }] },
    });
    expect(answer.json).toMatchObject([{ mobile: RECIPIENT, errorCode: 'E2' }]);
  });

  it('answers mobile as a number (row 9)', async () => {
    sim.setDialect({ mobile: 'number' });
    const answer = await caller.send(
      aMessage({ recipient: '98912345678901234567' }),
      aMessage({ recipient: 'nobody' }),
    );
    expect(answer.text).toContain('"mobile":98912345678901234567,');
    expect(answer.text).toContain('"mobile":"nobody"');
  });

  it('answers in another order (row 9)', async () => {
    sim.setDialect({ sendOrder: 'shuffled' });
    const ids = ['1', '2', '3', '4'];
    const answer = await caller.send(...ids.map((customerId) => aMessage({ customerId })));
    const answered = (answer.json as { customerId: string }[]).map((entry) => entry.customerId);
    expect(answered).not.toEqual(ids);
    expect(answered.toSorted()).toEqual(ids);
    expect(sim.messages.map(({ customerId }) => customerId)).toEqual(ids);
  });

  it.each([201, 202, 206, 299])('answers %d (row 10)', async (sendStatus) => {
    sim.setDialect({ sendStatus });
    expect((await caller.send(aMessage())).status).toBe(sendStatus);
  });

  it.each([204, 205])('answers %d without a body', async (sendStatus) => {
    sim.setDialect({ sendStatus });
    expect(await caller.send(aMessage())).toMatchObject({ status: sendStatus, text: '' });
    expect(sim.messages).toHaveLength(1);
  });

  it('gives serverIds beyond 2^53, as strings or numbers with every digit (row 18)', async () => {
    sim.setDialect({ firstId: 9_007_199_254_740_993n });
    expect((await caller.send(aMessage())).text).toContain('"serverId":"9007199254740993"');
    sim.setDialect({ serverId: 'number' });
    expect((await caller.send(aMessage())).text).toContain('"serverId":9007199254740994}');
    expect(sim.messages.map(({ serverId }) => serverId)).toEqual([
      '9007199254740993',
      '9007199254740994',
    ]);
  });
});
