import { describe, expect, it } from '@jest/globals';
import { aMessage, SENDER } from '../caller.js';
import { useScene } from './scene.js';

const ALI = '989121111111';
const SARA = '989122222222';

describe('conversations over REST', () => {
  const scene = useScene();

  const listed = async (query = '') =>
    (await scene.rest.get(`/conversations${query}`)).json.items.map(
      ({ number }: { number: string }) => number,
    );

  it('hold what was sent and received, the last active first', async () => {
    await scene.caller.send(aMessage({ recipient: ALI, body: 'to Ali' }));
    scene.sim.advance('1s');
    await scene.caller.send(aMessage({ recipient: SARA, body: 'to Sara' }));
    scene.sim.advance('1s');
    scene.sim.receive({ from: '09121111111', to: SENDER, body: 'from Ali' });
    const { json } = await scene.rest.get('/conversations');
    expect(json).toMatchObject({
      total: 2,
      items: [
        {
          number: ALI,
          sent: 1,
          received: 1,
          last: { kind: 'received', text: { body: 'from Ali' } },
        },
        {
          number: SARA,
          sent: 1,
          received: 0,
          last: { kind: 'sent', message: { body: 'to Sara' } },
        },
      ],
    });
    const ali = (await scene.rest.get('/conversations/09121111111')).json;
    expect(ali).toMatchObject({
      number: ALI,
      total: 2,
      next: null,
      items: [
        { kind: 'received', text: { from: '09121111111', number: ALI } },
        { kind: 'sent', message: { recipient: ALI } },
      ],
    });
  });

  it('are found by a text, a part of the number, a line or a state', async () => {
    await scene.caller.send(
      aMessage({ recipient: ALI, body: 'كد ۱' }),
      aMessage({ recipient: SARA, body: 'Hello', sender: '983000' }),
    );
    scene.sim.setDelivery(SARA, 'Failed');
    scene.sim.receive({ from: SARA, to: '983000', body: 'Thanks' });
    expect(await listed(`?contains=${encodeURIComponent('کد 1')}`)).toEqual([ALI]);
    expect(await listed(`?contains=${encodeURIComponent('۰۹۱'.slice(1))}`)).toEqual([SARA, ALI]);
    expect(await listed('?contains=1111111')).toEqual([ALI]);
    expect(await listed('?contains=thanks')).toEqual([SARA]);
    expect(await listed('?sender=983000')).toEqual([SARA]);
    expect(await listed('?state=failed')).toEqual([SARA]);
    expect(await listed('?state=failed&contains=thanks')).toEqual([]);
  });

  it('have a page for each stretch, each bubble once', async () => {
    for (let count = 0; count < 5; count += 1) {
      await scene.caller.send(aMessage({ recipient: ALI, body: `sent ${count}` }));
      scene.sim.receive({ from: ALI, to: SENDER, body: `received ${count}` });
    }
    const seen: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const { json }: { json: { items: Array<Record<string, { body: string }>>; next: string } } =
        await scene.rest.get(`/conversations/${ALI}?limit=3&before=${next}`);
      seen.push(...json.items.map(({ message, text }) => (message ?? text)?.body ?? ''));
      ({ next } = json);
    }
    expect(seen).toHaveLength(10);
    expect(new Set(seen).size).toBe(10);
    expect((await scene.rest.get(`/conversations/${ALI}?before=1`)).status).toBe(400);
  });

  it('exist for senders without a number too', async () => {
    scene.sim.receive({ from: 'BANK <b>', to: SENDER, body: 'hi' });
    expect(await listed()).toEqual(['BANK <b>']);
    const path = `/conversations/${encodeURIComponent('BANK <b>')}`;
    expect((await scene.rest.get(path)).json).toMatchObject({ number: 'BANK <b>', total: 1 });
  });

  it('are cleared with all they hold', async () => {
    await scene.caller.send(aMessage({ sendDate: '2100-01-01 12:00:00', customerId: 'a' }));
    scene.sim.receive({ from: ALI, to: SENDER, body: 'hi' });
    expect((await scene.rest.delete('/conversations')).json).toEqual({ removed: 2 });
    expect(await listed()).toEqual([]);
    const waiting = await scene.caller.listScheduled({ from: '2000-01-01 00:00:00' });
    expect(waiting.json).toMatchObject({ totalItem: 0 });
    expect((await scene.caller.getInbox(SENDER, '0')).json).toEqual([]);
  });

  it('are searched whole, 10,000 messages of them', async () => {
    for (let count = 0; count < 40; count += 1) {
      const batch = Array.from({ length: 250 }, (_, index) =>
        aMessage({
          recipient: `98912${String(1_000_000 + count * 250 + index)}`,
          body: `كد ${count}`,
        }),
      );
      await scene.caller.send(...batch);
    }
    expect(
      (await scene.rest.get(`/conversations?contains=${encodeURIComponent('کد 39')}`)).json.total,
    ).toBe(250);
    expect((await scene.rest.get('/messages?contains=xyz')).json.total).toBe(0);
  });
});
