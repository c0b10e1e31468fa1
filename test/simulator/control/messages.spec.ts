import { describe, expect, it } from '@jest/globals';
import { aMessage, RECIPIENT, SENDER } from '../caller.js';
import { useScene } from './scene.js';

interface Listed {
  body: string;
  serverId: string;
}

describe('messages over REST', () => {
  const scene = useScene();

  const bodies = async (query: string) => {
    const { status, json } = await scene.rest.get(`/messages${query}`);
    expect(status).toBe(200);
    return (json.items as Listed[]).map(({ body }) => body);
  };

  it('are listed newest first, with all that is known of them', async () => {
    await scene.caller.send(aMessage({ body: 'one', customerId: 'a' }));
    await scene.caller.send(aMessage({ body: 'سلام', sendDate: '2100-01-01 12:00:00' }));
    const { json } = await scene.rest.get('/messages');
    expect(json).toMatchObject({ total: 2, next: null });
    expect(json.items).toEqual([
      expect.objectContaining({
        body: 'سلام',
        encoding: 'UCS-2',
        state: 'scheduled',
        sendDate: '2100-01-01T08:30:00.000Z',
      }),
      {
        serverId: scene.sim.messages[0]?.serverId,
        customerId: 'a',
        sender: SENDER,
        recipient: RECIPIENT,
        body: 'one',
        encoding: 'GSM-7',
        parts: 1,
        price: 1_000,
        acceptedAt: scene.sim.messages[0]?.acceptedAt.toISOString(),
        sendDate: null,
        status: 'Pending In Queue',
        state: 'queued',
      },
    ]);
  });

  it('are found however letters, digits and numbers are typed', async () => {
    await scene.caller.send(
      aMessage({ body: 'كد شما ١٢٣' }),
      aMessage({ body: 'Other', recipient: '989350000000' }),
    );
    for (const contains of ['کد', 'كد', '۱۲۳', '123', '١٢٣']) {
      expect(await bodies(`?contains=${encodeURIComponent(contains)}`)).toEqual(['كد شما ١٢٣']);
    }
    expect(await bodies('?contains=OTHER')).toEqual(['Other']);
    expect(await bodies(`?recipient=${encodeURIComponent('۰۹۳۵ ۰۰۰ ۰۰۰۰')}`)).toEqual(['Other']);
    expect(await bodies('?recipient=09350000001')).toEqual([]);
  });

  it('are found by state, sender and each id, and by all of them together', async () => {
    await scene.caller.send(
      aMessage({ body: 'a', customerId: 'a' }),
      aMessage({ body: 'b', sender: '983000' }),
    );
    scene.sim.setDelivery('a', 'Failed');
    const [{ serverId } = { serverId: '' }] = scene.sim.messages;
    for (const query of [
      '?state=failed',
      '?customerId=a',
      `?serverId=${serverId}`,
      `?sender=${SENDER}`,
      `?state=failed&customerId=a&sender=${SENDER}`,
    ]) {
      expect(await bodies(query)).toEqual(['a']);
    }
    expect(await bodies('?state=queued')).toEqual(['b']);
    expect(await bodies('?state=queued&customerId=a')).toEqual([]);
  });

  it('come in pages that nothing new disturbs', async () => {
    await scene.caller.send(...['1', '2', '3', '4', '5'].map((body) => aMessage({ body })));
    const first = (await scene.rest.get('/messages?limit=2')).json;
    await scene.caller.send(aMessage({ body: '6' }));
    const second = (await scene.rest.get(`/messages?limit=2&before=${first.next}`)).json;
    const third = (await scene.rest.get(`/messages?limit=2&before=${second.next}`)).json;
    const shown = [first, second, third].flatMap(({ items }: { items: Listed[] }) =>
      items.map(({ body }) => body),
    );
    expect(shown).toEqual(['5', '4', '3', '2', '1']);
    expect(third.next).toBeNull();
  });

  it.each([
    ['?recipent=0912', 'recipent: is unknown'],
    ['?recipient=abc', 'recipient: must be a phone number'],
    ['?state=sent', 'state: must be one of scheduled, cancelled'],
    ['?limit=0', 'limit: must be a whole number from 1 to 1000, not 0'],
    ['?limit=1001', 'limit: must be a whole number from 1 to 1000'],
    ['?limit=2&limit=3', 'limit: must be given once'],
    ['?before=x', 'before: must be the `next` of the previous page'],
  ])('refuse %s, with the reason', async (query, why) => {
    const { status, json } = await scene.rest.get(`/messages${query}`);
    expect(status).toBe(400);
    expect(json).toMatchObject({ code: 'bad-request', message: expect.stringContaining(why) });
  });

  it('are shown one by one, and decided', async () => {
    await scene.caller.send(aMessage());
    const [{ serverId } = { serverId: '' }] = scene.sim.messages;
    expect((await scene.rest.get(`/messages/${serverId}`)).json).toMatchObject({ state: 'queued' });
    const decided = await scene.rest.put(`/messages/${serverId}/status`, { status: 'Blacklisted' });
    expect(decided.json).toMatchObject({ state: 'other', status: 'Blacklisted' });
    expect(scene.sim.messages[0]?.status).toBe('Blacklisted');
    expect(await scene.rest.get('/messages/7')).toMatchObject({
      status: 404,
      json: { code: 'not-found', message: 'No message has the serverId 7.' },
    });
  });

  it('are forgotten when cleared, and still count', async () => {
    await scene.caller.send(aMessage({ customerId: 'a' }), aMessage());
    expect((await scene.rest.delete('/messages')).json).toEqual({ removed: 2 });
    expect(scene.sim.messages).toEqual([]);
    expect((await scene.caller.getStatus('customerId', 'a')).json).toEqual([]);
    const { counts } = (await scene.rest.get('/overview')).json;
    expect(counts).toMatchObject({ accepted: 2, kept: 0, cleared: 2 });
  });
});
