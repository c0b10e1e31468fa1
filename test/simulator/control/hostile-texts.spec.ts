import { describe, expect, it } from '@jest/globals';
import { aMessage, RECIPIENT, SENDER } from '../caller.js';
import { openEvents } from './events-client.js';
import { useScene } from './scene.js';

describe('a hostile text', () => {
  const scene = useScene();

  it.each([
    ['HTML', '<img src=x onerror=alert(1)><script>alert(1)</script>'],
    ['the end of a script', '</script><!--'],
    ['bidi controls', '\u202eabc\u2066\u200f123\u2069\u202c'],
    ['null characters', 'a\u0000b\u0000'],
    ['a lone surrogate', 'a\ud83d b\ude00'],
    ['line breaks of an event stream', 'a\n\ndata: {"x":1}\r\n\revent: reset\u2028\u2029'],
    ['JSON', '{"password":"x","__proto__":{"a":1}}'],
    ['32 parts of emoji', '😀'.repeat(1_056)],
    ['escape codes', '\u001b[2J\u001b]0;title\u0007'],
  ])('of %s comes back to the letter, wherever it is shown', async (_name, body) => {
    await using events = await openEvents(scene.sim.url);
    await scene.caller.send(aMessage({ body }));
    await scene.rest.post('/inbox', { from: RECIPIENT, to: SENDER, body });
    const serverId = scene.sim.messages.at(-1)?.serverId;
    expect(scene.sim.messages.at(-1)?.body).toBe(body);

    const listed = await scene.rest.get('/messages?limit=1');
    expect(listed.headers.get('content-type')).toBe('application/json');
    expect(listed.json.items[0].body).toBe(body);
    expect((await scene.rest.get(`/messages/${serverId}`)).json.body).toBe(body);
    expect((await scene.rest.get('/inbox?limit=1')).json.items[0].body).toBe(body);
    const [received, sent] = (await scene.rest.get(`/conversations/${RECIPIENT}?limit=2`)).json
      .items;
    expect([received.text.body, sent.message.body]).toEqual([body, body]);
    const [conversation] = (await scene.rest.get('/conversations')).json.items;
    expect(conversation.last.text.body).toBe(body);
    const state = (await scene.rest.get('/state')).json;
    expect([state.messages.at(-1).body, state.inbox.at(-1).body]).toEqual([body, body]);
    expect((await events.next('message.accepted')).data).toMatchObject({ message: { body } });
    expect((await events.next('inbound.received')).data).toMatchObject({ text: { body } });

    const { id } = (await scene.rest.get('/requests?operation=send')).json.items[0];
    const exact = JSON.stringify([aMessage({ body })]);
    expect((await scene.rest.get(`/requests/${id}`)).json.request.body).toBe(exact);

    await scene.rest.put('/state', state);
    expect(scene.sim.messages.at(-1)?.body).toBe(body);
  });
});
