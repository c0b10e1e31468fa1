import { describe, expect, it } from '@jest/globals';
import { aMessage, RECIPIENT, SENDER } from '../caller.js';
import { useScene } from './scene.js';

describe('over REST', () => {
  const scene = useScene({ lines: [SENDER] });

  it('the clock is moved forward', async () => {
    const { json } = await scene.rest.post('/clock/advance', { by: '10m' });
    expect(json.advancedMs).toBe(600_000);
    expect((await scene.rest.post('/clock/advance', { by: 1_500 })).json.advancedMs).toBe(601_500);
    expect(scene.sim.now().getTime() - Date.now()).toBeGreaterThan(600_000);
  });

  it.each([{ by: '-1m' }, { by: 'soon' }, { by: -1 }, { by: null }, {}, { by: '4000000d' }, []])(
    'the clock is not moved by %j',
    async (body) => {
      expect(await scene.rest.post('/clock/advance', body)).toMatchObject({ status: 400 });
      expect((await scene.rest.get('/clock')).json.advancedMs).toBeLessThan(1_000);
    },
  );

  it('the credit is set, and runs out', async () => {
    expect((await scene.rest.put('/credit', { credit: 1_000 })).json).toEqual({ credit: 1_000 });
    await scene.caller.send(aMessage());
    expect((await scene.rest.get('/credit')).json).toEqual({ credit: 0 });
    expect((await scene.rest.put('/credit', { credit: '5' })).status).toBe(400);
  });

  it('the dialect is changed, and what is wrong changes nothing of it', async () => {
    const changes = { mobile: 'number', unknownId: { as: 'error', code: 'E8', status: 404 } };
    expect((await scene.rest.patch('/dialect', changes)).json).toMatchObject(changes);
    expect(scene.sim.dialect).toMatchObject({ ...changes, firstId: 1_000_000n });
    const refused = await scene.rest.patch('/dialect', {
      balance: 'text',
      timeZone: 'Asia/Nowhere',
      refusal: { as: 'list', status: 302 },
      unknownId: { as: 'entry', code: 'E9' },
      batchSize: 1,
    });
    expect(refused.json.problems.map(({ where }: { where: string }) => where)).toEqual([
      'timeZone',
      'refusal.status',
      'unknownId.code',
      'batchSize',
    ]);
    expect(scene.sim.dialect.balance).toBe('number');
    await scene.rest.patch('/dialect', { firstId: '9007199254740993' });
    await scene.caller.send(aMessage());
    expect(scene.sim.messages[0]?.serverId).toBe('9007199254740993');
  });

  it('a text is received, and listed', async () => {
    const sent = { from: '0912 123 4567', to: '2000123', body: 'لغو', visibleAfterMs: 1_000 };
    const { status, json } = await scene.rest.post('/inbox', sent);
    expect(status).toBe(201);
    expect(json).toMatchObject({ from: sent.from, number: RECIPIENT, to: SENDER, unread: true });
    expect((await scene.caller.getInbox(SENDER)).json).toEqual([]);
    scene.sim.advance('2s');
    expect((await scene.caller.getInbox(SENDER)).json).toMatchObject([
      { from: sent.from, body: 'لغو' },
    ]);
    const found = await scene.rest.get(
      `/inbox?from=09121234567&to=2000123&contains=${encodeURIComponent('لغو')}`,
    );
    expect(found.json).toMatchObject({ total: 1, items: [{ id: json.id, unread: false }] });
    expect((await scene.rest.get('/inbox?from=09350000000')).json.total).toBe(0);
    expect((await scene.rest.delete('/inbox')).json).toEqual({ removed: 1 });
    expect((await scene.caller.getInbox(SENDER, '0')).json).toEqual([]);
  });

  it.each([
    [{ from: RECIPIENT, to: '983000', body: 'x' }, "to: must be one of the account's numbers"],
    [{ from: '', to: SENDER, body: 'x' }, 'from: must not be empty'],
    [{ from: RECIPIENT, to: 'x', body: 'x' }, 'to: must be a number of the account'],
    [{ from: RECIPIENT, to: SENDER }, 'body: is missing'],
    [{ from: RECIPIENT, to: SENDER, body: 'x', at: 'now' }, 'at: must be an instant such as'],
    [{ from: RECIPIENT, to: SENDER, body: 'x', text: 'y' }, 'text: is unknown'],
  ])('no text arrives of %j', async (body, why) => {
    const answer = await scene.rest.post('/inbox', body);
    expect(answer.status).toBe(400);
    expect(answer.json.message).toContain(why);
  });

  it('a fault is set, fires, and is remembered', async () => {
    const { json: fault } = await scene.rest.post('/faults', {
      endpoint: 'send',
      kind: 'status 503',
      times: 2,
      retryAfter: 7,
    });
    expect(fault).toEqual({
      id: fault.id,
      endpoint: 'send',
      kind: 'status 503',
      fired: 0,
      times: 2,
      retryAfter: 7,
    });
    const refused = await scene.caller.send(aMessage());
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '7']);
    expect((await scene.rest.get('/faults')).json.items).toMatchObject([
      { id: fault.id, fired: 1 },
    ]);
    await scene.caller.call('/panel/webservice/sendMultipleWithSrc', { body: {} });
    expect((await scene.rest.get('/faults')).json.items).toEqual([]);
    const [last, first] = (await scene.rest.get('/faults/fired')).json.items;
    expect([first.operation, last.operation]).toEqual(['send', 'sendMultipleWithSrc']);
    const request = await scene.rest.get(`/requests/${first.requestId}`);
    expect(request.json.summary).toMatchObject({ fault: 'status 503', status: 503 });
  });

  it('faults are removed, one or all', async () => {
    const { json: one } = await scene.rest.post('/faults', { endpoint: '*', kind: 'drop' });
    await scene.rest.post('/faults', { endpoint: 'login', kind: 'drop' });
    expect((await scene.rest.delete(`/faults/${one.id}`)).json).toEqual({ removed: 1 });
    expect((await scene.rest.delete(`/faults/${one.id}`)).status).toBe(404);
    expect((await scene.rest.delete('/faults')).json).toEqual({ removed: 1 });
    expect((await scene.caller.getBalance()).status).toBe(200);
  });

  it.each([
    [{ endpoint: 'sends', kind: 'drop' }, 'endpoint: must be one of *, login'],
    [{ endpoint: 'send', kind: 'status 99' }, 'kind: must be one of accept-then-drop'],
    [{ endpoint: 'send', kind: 'drop', times: 0 }, 'times: must be a whole number of 1 or more'],
    [
      { endpoint: 'send', kind: 'drop', probability: 2 },
      'probability: must be a number from 0 to 1',
    ],
    [{ endpoint: 'send', kind: 'drop', tims: 1 }, 'tims: is unknown'],
  ])('%j is no fault', async (body, why) => {
    const answer = await scene.rest.post('/faults', body);
    expect(answer.status).toBe(400);
    expect(answer.json.message).toContain(why);
  });
});
