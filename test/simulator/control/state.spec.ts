import { describe, expect, it } from '@jest/globals';
import { PayamSmsSimulator } from '../../../lib/simulator/index.js';
import { aMessage, Caller, RECIPIENT, SENDER } from '../caller.js';
import { Rest } from './rest.js';
import { useScene } from './scene.js';

const STORED_TEXT = {
  id: '1',
  from: RECIPIENT,
  to: SENDER,
  body: 'hi',
  receivedAt: '2026-01-01T00:00:00Z',
};

describe('the state over REST', () => {
  const scene = useScene();
  const another = useScene();

  it('goes from one simulator to another, whole', async () => {
    await scene.caller.send(
      aMessage({ body: 'sent', customerId: 'a' }),
      aMessage({ body: 'decided', customerId: 'b' }),
      aMessage({ body: 'later', customerId: 'c', sendDate: '2100-01-01 12:00:00' }),
      aMessage({ body: 'cancelled', customerId: 'd', sendDate: '2100-01-01 12:00:00' }),
    );
    scene.sim.setDelivery('b', 'Blacklisted');
    await scene.caller.cancelScheduled({ serverId: scene.sim.messages.at(-1)?.serverId });
    scene.sim.receive({ from: RECIPIENT, to: SENDER, body: 'read' });
    await scene.caller.getInbox(SENDER);
    scene.sim.receive({ from: RECIPIENT, to: SENDER, body: 'unread' });
    scene.sim.setDialect({ mobile: 'number', unknownId: { as: 'entry', code: 'E8' } });
    scene.sim.setCredit(77_000);
    scene.sim.advance('10d');
    scene.sim.fail('send', 'status 503', { times: 3, skip: 1, retryAfter: new Date('2030-01-01') });
    await scene.caller.login();
    await scene.caller.getBalance();

    const state = (await scene.rest.get('/state')).json;
    expect((await another.rest.put('/state', state)).status).toBe(200);

    expect(JSON.stringify(another.sim.messages)).toBe(JSON.stringify(scene.sim.messages));
    expect(another.sim.credit).toBe(77_000);
    expect(another.sim.dialect).toEqual(scene.sim.dialect);
    expect(Math.abs(another.sim.now().getTime() - scene.sim.now().getTime())).toBeLessThan(60_000);
    expect((await another.rest.get('/faults')).json).toMatchObject({
      items: [{ endpoint: 'send', kind: 'status 503', times: 3, retryAfter: expect.any(String) }],
    });
    const { savedAt: _, ...before } = state;
    const { savedAt: __, ...after } = (await another.rest.get('/state')).json;
    expect(after).toEqual(before);

    another.sim.clearFaults();
    const client = await Caller.loggedIn(another.sim);
    expect((await client.getInbox(SENDER)).json).toMatchObject([{ body: 'unread' }]);
    expect((await client.listScheduled({ customerId: 'c' })).json).toMatchObject({ totalItem: 1 });
    expect((await client.listScheduled({ customerId: 'd' })).json).toMatchObject({ totalItem: 0 });
    await client.send(aMessage());
    const [last, lastBefore] = [another.sim.messages.at(-1), scene.sim.messages.at(-1)];
    expect(BigInt(last?.serverId ?? 0)).toBe(BigInt(lastBefore?.serverId ?? 0) + 1n);
  });

  it('contains no secret', async () => {
    await scene.caller.send(aMessage());
    const { text } = await scene.rest.get('/state');
    const { password, clientSecret } = scene.sim.credentials;
    for (const secret of [password, clientSecret, 'token"']) expect(text).not.toContain(secret);
  });

  it.each([
    [{}, 'format: is missing'],
    [{ format: 'mailpit', formatVersion: 1 }, 'format: must be one of payamsms-simulator'],
    [{ format: 'payamsms-simulator', formatVersion: 2 }, 'formatVersion: must be one of 1'],
    [
      { format: 'payamsms-simulator', formatVersion: 1, messages: [{ serverId: 1 }] },
      'messages[0].serverId: must be a text of digits, at most 9223372036854775807, not 1',
    ],
    [
      { format: 'payamsms-simulator', formatVersion: 1, dialect: { mobile: 'x' } },
      'dialect.mobile: must be one of string, number, not "x"',
    ],
    [{ format: 'payamsms-simulator', formatVersion: 1, extra: 1 }, 'extra: is unknown'],
  ])('%j is none, and changes nothing', async (state, why) => {
    await scene.caller.send(aMessage());
    const answer = await scene.rest.put('/state', state);
    expect(answer.status).toBe(400);
    expect(answer.json.message).toContain(why);
    expect(scene.sim.messages).toHaveLength(1);
  });

  it.each([
    [
      { nextServerId: '9999999999999999999' },
      'nextServerId: must be a text of digits, at most 9223372036854775808, not "9999999999999999999"',
    ],
    [
      { inbox: [{ ...STORED_TEXT, id: '9223372036854775808' }] },
      'inbox[0].id: must be a text of digits, at most 9223372036854775807, not "9223372036854775808"',
    ],
    [
      { clock: { advancedMs: 253_402_214_400_000 } },
      'clock.advancedMs: must be a whole number from -10287561600000 to 253370678400000, not 253402214400000',
    ],
    [{ clock: { advancedMs: -1e14 } }, 'clock.advancedMs: must be a whole number from'],
    [{ clock: { advancedMs: '2026-01-01' } }, 'clock.advancedMs: must be a whole number from'],
    ['{"credit":1e999}', 'credit: must be a whole number, not null'],
    [{ credit: 2 ** 53 }, 'credit: must be a whole number, not 9007199254740992'],
    [{ inbox: [{ ...STORED_TEXT, receivedAt: '2026-13-01T00:00:00Z' }] }, 'inbox[0].receivedAt:'],
    [{ savedAt: '1405-01-01T00:00:00Z' }, 'savedAt: must be an instant'],
  ])(
    'with %j is not taken, for a restart could not read what would become of it',
    async (state, why) => {
      scene.sim.setCredit(7);
      const { status, json } = await scene.rest.put(
        '/state',
        typeof state === 'string'
          ? state.replace('{', '{"format":"payamsms-simulator","formatVersion":1,')
          : { format: 'payamsms-simulator', formatVersion: 1, ...state },
      );
      expect({ status, message: json.message }).toEqual({
        status: 400,
        message: expect.stringContaining(why),
      });
      expect(scene.sim.credit).toBe(7);
    },
  );

  it('is as just started after a reset', async () => {
    await scene.caller.send(aMessage());
    scene.sim.fail('*', 'drop');
    const { json } = await scene.rest.post('/reset');
    expect(json.counts).toEqual({
      accepted: 0,
      kept: 0,
      pruned: 0,
      cleared: 0,
      received: 0,
      requests: 0,
      faults: 0,
    });
  });

  it('is summed up', async () => {
    await scene.caller.send(aMessage());
    scene.sim.receive({ from: RECIPIENT, to: '983000', body: 'hi', at: new Date('2030-01-01') });
    const { json } = await scene.rest.get('/overview');
    expect(json).toMatchObject({
      authentication: 'none',
      credit: scene.sim.credit,
      pricePerPart: 1_000,
      lines: null,
      senders: ['983000', SENDER],
      maxMessages: null,
      dialect: { firstId: '1000000' },
      counts: { accepted: 1, kept: 1, received: 1, requests: 2 },
    });
    await using lined = await PayamSmsSimulator.start({ lines: ['2000'], maxMessages: 7 });
    expect((await new Rest(lined).get('/overview')).json).toMatchObject({
      lines: ['982000'],
      maxMessages: 7,
    });
  });
});
