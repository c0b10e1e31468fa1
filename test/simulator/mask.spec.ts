import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { KnownSecrets, maskBody, maskHeaders } from '../../lib/simulator/http/mask/index.js';
import { PayamSmsSimulator } from '../../lib/simulator/index.js';
import { aMessage, Caller } from './caller.js';
import { Rest } from './control/rest.js';
import { base64, BODIES, KEPT, multipart, nested, SECRET } from './secret-bodies.js';

const forms = [
  SECRET,
  base64(SECRET),
  base64(nested),
  base64(`dev:${SECRET}`),
  encodeURIComponent(nested),
];

describe('a secret', () => {
  it.each(BODIES)('does not show in %s: %s', (type, body) => {
    const shown = maskBody(body, type);
    for (const form of forms) expect(shown).not.toContain(form);
    expect(shown).toContain(KEPT);
    expect(shown).toContain('***');
  });

  it('is in no request, page of them, event, or state', async () => {
    await using sim = await PayamSmsSimulator.start();
    const caller = await Caller.loggedIn(sim);
    const rest = new Rest(sim);
    const stop = new AbortController();
    const stream = await fetch(`${sim.url}/_simulator/events`, { signal: stop.signal });
    const paths = ['/auth/oauth/token', '/panel/webservice/send', '/nowhere'];
    for (const path of paths) {
      for (const [type, body] of BODIES) {
        await caller.call(path, { body, headers: { 'content-type': type } });
      }
      for (const query of [
        `password=${SECRET}`,
        `a=${encodeURIComponent(nested)}`,
        `p%77d=${SECRET}`,
      ]) {
        await caller.call(`${path}?${query}&systemName=${KEPT}`);
      }
      await caller.call(`${path};password=${SECRET}`);
      for (const header of ['x-api-key', 'x-auth-token', 'cookie', 'proxy-authorization', 'pwd']) {
        await caller.call(path, { headers: { [header]: SECRET, 'x-system': KEPT } });
      }
      await caller.call(path, { headers: { authorization: `Basic ${base64(`dev:${SECRET}`)}` } });
      await caller.call(path, { headers: { referer: `https://h.example/?password=${SECRET}` } });
    }
    await rest.put('/credit', { credit: 1403 });
    const shown = [
      inspect(sim.requests, { depth: null, maxArrayLength: null, maxStringLength: null }),
    ];
    shown.push(JSON.stringify(sim.requests));
    const { items } = (await rest.get('/requests?limit=1000')).json;
    shown.push(JSON.stringify(items));
    for (const { id } of items) shown.push((await rest.get(`/requests/${id}`)).text);
    shown.push((await rest.get('/state')).text, (await rest.get('/overview')).text);
    let events = '';
    for await (const chunk of stream.body!.pipeThrough(new TextDecoderStream())) {
      events += chunk;
      if (events.includes('"credit":1403')) break;
    }
    stop.abort();
    for (const text of [...shown, events]) {
      for (const form of forms) expect(text).not.toContain(form);
    }
    expect(shown[0]).toContain(KEPT);
  }, 20_000);

  it('that is known shows in no way of writing it', async () => {
    const password = 'q&<"é ۱۲';
    await using sim = await PayamSmsSimulator.start({ credentials: { password } });
    const caller = new Caller(sim);
    const rest = new Rest(sim);
    const ways = [
      password,
      encodeURIComponent(password),
      encodeURIComponent(encodeURIComponent(password)),
      new URLSearchParams({ a: password }).toString(),
      JSON.stringify(password),
      JSON.stringify(JSON.stringify(password)),
      base64(password),
      base64(`${sim.credentials.username}:${password}`),
      caller.basic.slice('Basic '.length),
    ];
    for (const way of ways) {
      const headers = { 'content-type': 'text/plain' };
      await caller.call('/nowhere', { body: `it is ${way} indeed`, headers });
      await caller.call(`/nowhere?a=${encodeURIComponent(way)}`);
      await caller.send(aMessage({ body: way }));
    }
    const shown = [JSON.stringify(sim.requests)];
    for (const { id } of (await rest.get('/requests')).json.items) {
      shown.push((await rest.get(`/requests/${id}`)).text);
    }
    for (const way of ways) for (const text of shown) expect(text).not.toContain(way);
    expect(shown[0]).toContain('indeed');
  });

  it('is masked by name alone, whatever it holds', () => {
    const headers = { 'x-token': 'short', authorization: 'Bearer x y', 'user-agent': 'me/1.0' };
    expect(maskHeaders(headers)).toEqual({
      'x-token': '***',
      authorization: 'Bearer ***',
      'user-agent': 'me/1.0',
    });
    expect(new KnownSecrets([undefined, 'short']).mask('a short text')).toBe('a short text');
  });
});

describe('what is no secret', () => {
  it.each([
    ['application/json', JSON.stringify([aMessage({ body: 'رمز: 48213، password: x' })])],
    [
      'application/json',
      `[ { "body" : "Your token=1" , "recipient":"98912" , "customerId":9007199254740993 } ]`,
    ],
    ['application/json', JSON.stringify([aMessage({ body: '{"password":"x"}' })])],
    ['application/json', JSON.stringify({ body: 'password: x', smsItems: [] })],
    ['application/json', JSON.stringify([{ id: 1, from: '98912', to: '982000', body: 'pwd=x' }])],
    ['application/json', '{"grant_type":"password","token_type":"bearer","scope":"webservice"}'],
    ['application/json', '{"secret":null,"password":"","passenger":"x","compass":"n"}'],
    ['application/json', '{"at":"2026-01-01T08:00:00Z","url":"http://h.example/a?b=c#d"}'],
    ['application/json', '[[[[[1]]]]]'],
    ['application/json', '"text"'],
    ['application/json', '{"a":1,"a":2}'],
    ['text/plain', 'the meeting is at 12:30, bring a=1 and b: 2'],
    ['text/html', '<!doctype html><h1 class="a">401 Unauthorized</h1>'],
    ['application/xml', '<a b="c"><grant_type>password</grant_type><scope>webservice</scope></a>'],
    ['application/x-www-form-urlencoded', 'grant_type=password&scope=web%20service&a&=b&c=%zz'],
    ['multipart/form-data; boundary=b', multipart('', 'body', 'سلام')],
  ])('stays to the letter in %s: %s', (type, body) => {
    expect(maskBody(body, type)).toBe(body);
  });

  it.each([
    'x',
    '=',
    ':',
    '<',
    '<a ',
    '<password>',
    'password',
    'password=',
    '"',
    '\\"',
    '&lt;',
    '%41',
    '&#x70;',
    'a&#x70;',
  ])('is gone through without going astray where a body is nothing but %j', (part) => {
    const startedAt = process.cpuUsage();
    for (const start of ['', 'password', '{"a":"']) {
      expect(maskBody(start + part.repeat(20_000), 'text/plain')).toEqual(expect.any(String));
    }
    expect(process.cpuUsage(startedAt).user).toBeLessThan(3_000_000);
  });

  it('is cut off where it lies deeper than anything that the service takes', () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    expect(maskBody(deep, 'application/json')).toContain('***');
  });
});
