import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { isSecretName } from '../../lib/simulator/http/mask/secret-names.js';
import { KnownSecrets, maskBody, maskHeaders } from '../../lib/simulator/http/mask/index.js';
import { PayamSmsSimulator } from '../../lib/simulator/index.js';
import { aMessage, Caller } from './caller.js';
import { Rest } from './control/rest.js';

const SECRET = 'hunter2-Tr0ub4dor';
const KEPT = 'acme-readable';
const nested = JSON.stringify({ password: SECRET, systemName: KEPT });
const base64 = (text: string) => Buffer.from(text).toString('base64');

const multipart = (type: string, name: string, content: string) =>
  `--b\r\nContent-Disposition: form-data; name="systemName"\r\n\r\n${KEPT}\r\n` +
  `--b\r\nContent-Disposition: form-data; name="${name}"${type}\r\n\r\n${content}\r\n--b--\r\n`;

/** Bodies that hold SECRET under a name that tells of one, and KEPT beside it. */
const BODIES: [type: string, body: string][] = [
  ['application/json', nested],
  ['application/json', JSON.stringify({ systemName: KEPT, user: { Password: SECRET } })],
  ['application/json', JSON.stringify([{ auth: [{ pwd: SECRET }], systemName: KEPT }])],
  ['application/json', JSON.stringify({ systemName: KEPT, passwords: ['x', SECRET] })],
  ['application/json', JSON.stringify({ systemName: KEPT, secret: { of: { it: SECRET } } })],
  ['application/json', JSON.stringify({ systemName: KEPT, clientSecret: SECRET })],
  ['application/json', JSON.stringify({ systemName: KEPT, 'client-secret': SECRET })],
  ['application/json', JSON.stringify({ systemName: KEPT, 'رمز عبور': SECRET })],
  ['application/json', JSON.stringify({ systemName: KEPT, data: nested })],
  ['application/json', JSON.stringify({ systemName: KEPT, data: JSON.stringify(nested) })],
  ['application/json', JSON.stringify({ systemName: KEPT, body: nested })],
  ['application/json', JSON.stringify({ systemName: KEPT, body: `password=${SECRET}` })],
  ['application/json', JSON.stringify({ systemName: KEPT, data: base64(nested) })],
  ['application/json', JSON.stringify({ form: `systemName=${KEPT}&password=${SECRET}` })],
  ['application/json', JSON.stringify({ url: `https://h.example/?a=${KEPT}&pwd=${SECRET}` })],
  ['application/json', JSON.stringify({ url: `https://user:${SECRET}@${KEPT}/` })],
  ['application/json', JSON.stringify({ header: `Bearer ${SECRET}`, systemName: KEPT })],
  ['application/json', JSON.stringify([{ name: 'password', value: SECRET }, KEPT])],
  ['application/json', JSON.stringify({ value: SECRET, name: 'pass_word', systemName: KEPT })],
  [
    'application/json',
    JSON.stringify([
      ['password', SECRET],
      ['systemName', KEPT],
    ]),
  ],
  ['application/json', JSON.stringify(['systemName', KEPT, 'Authorization', SECRET])],
  ['application/json', JSON.stringify(`password=${SECRET}&systemName=${KEPT}`)],
  ['application/json', `{"pass\\u0077ord":"${SECRET}","systemName":"${KEPT}"}`],
  ['application/json', `{"password":{"a":"${SECRET}"},"password":1,"systemName":"${KEPT}"}`],
  ['application/json', `{"a":{"pwd":["${SECRET}"]},"a":1,"systemName":"${KEPT}"}`],
  ['application/json', nested.slice(0, -1)],
  ['application/json', `{"systemName":"${KEPT}","password":"${SECRET}`],
  ['application/json', `{"systemName":"${KEPT}","password":{"value":"${SECRET}"`],
  ['application/json', `{systemName: '${KEPT}', password: '${SECRET}'}`],
  ['application/json', `{"data":"{\\"systemName\\":\\"${KEPT}\\",\\"password\\":\\"${SECRET}\\"`],
  ['application/x-www-form-urlencoded', `systemName=${KEPT}&password=${SECRET}`],
  ['application/x-www-form-urlencoded', `systemName=${KEPT}&PASS%77ord=${SECRET}`],
  ['application/x-www-form-urlencoded', `systemName=${KEPT}&user%5Bpassword%5D=${SECRET}`],
  ['application/x-www-form-urlencoded', `systemName=${KEPT}&password[]=${SECRET}`],
  ['application/x-www-form-urlencoded', `a=${KEPT}&data=${encodeURIComponent(nested)}`],
  ['application/x-www-form-urlencoded', `a=${KEPT}&q=${encodeURIComponent(`pwd=${SECRET}`)}`],
  [
    'application/x-www-form-urlencoded',
    `a=${KEPT}&q=${encodeURIComponent(encodeURIComponent(`token=${SECRET}`))}`,
  ],
  ['application/x-www-form-urlencoded', nested],
  ['text/plain', `systemName=${KEPT}&password=${SECRET}`],
  ['text/plain', `systemName: ${KEPT}\npassword: ${SECRET}`],
  ['text/plain', `password: ${SECRET} with blanks, systemName: ${KEPT}`],
  ['text/plain', `password = ${SECRET}\nsystemName = ${KEPT}`],
  ['text/plain', `PASSWORD=${SECRET} SYSTEM=${KEPT}`],
  ['text/plain', `Passwd => "${SECRET}", systemName => ${KEPT}`],
  ['text/plain', `رمز عبور: ${SECRET}\nسامانه: ${KEPT}`],
  ['text/plain', `رمز：${SECRET}\nسامانه: ${KEPT}`],
  ['text/plain', nested],
  ['text/plain', `say ${nested}`],
  ['text/plain', `payload: ${JSON.stringify(nested)}`],
  ['text/plain', `curl -u dev --password=${SECRET} --system ${KEPT}`],
  ['text/plain', `Authorization: Basic ${base64(`dev:${SECRET}`)}\nX: ${KEPT}`],
  ['text/plain', `sent Basic ${base64(`dev:${SECRET}`)} for ${KEPT}`],
  ['text/plain', `postgres://dev:${SECRET}@${KEPT}/db`],
  ['text/plain', base64(`systemName=x&password=${SECRET}`) + ` ${KEPT}`],
  ['application/yaml', `systemName: ${KEPT}\npassword:\n  ${SECRET}\n`],
  ['application/yaml', `password: |\n  ${SECRET}\nsystemName: ${KEPT}\n`],
  ['application/yaml', `password: >-\n  ${SECRET}\nsystemName: ${KEPT}\n`],
  ['application/xml', `<l><systemName>${KEPT}</systemName><password>${SECRET}</password></l>`],
  ['application/xml', `<l><a>${KEPT}</a><w:Password Type="t">\n${SECRET}\n</w:Password></l>`],
  ['application/xml', `<l><a>${KEPT}</a><pwd><![CDATA[${SECRET}]]></pwd></l>`],
  ['application/xml', `<l><a>${KEPT}</a><secret><v>${SECRET}</v></secret></l>`],
  ['application/xml', `<l system="${KEPT}" password="${SECRET}"/>`],
  ['application/xml', `<l system='${KEPT}' password='${SECRET}'/>`],
  ['application/xml', `<p name="password">${SECRET}</p><p name="s">${KEPT}</p>`],
  ['application/xml', `<p name="password" value="${SECRET}"/><p name="s" value="${KEPT}"/>`],
  ['application/xml', `<m><name>password</name><value><s>${SECRET}</s></value></m><a>${KEPT}</a>`],
  ['application/xml', `<key>token</key><string>${SECRET}</string><a>${KEPT}</a>`],
  ['application/xml', `<a>${KEPT}</a><password>${SECRET}`],
  ['application/xml', `<a>${KEPT}</a>&lt;password&gt;${SECRET}&lt;/password&gt;`],
  ['text/html', `<a>${KEPT}</a>{&quot;password&quot;:&quot;${SECRET}&quot;}`],
  ['multipart/form-data; boundary=b', multipart('', 'password', SECRET)],
  ['multipart/form-data; boundary=b', multipart('', 'client_secret', SECRET)],
  ['multipart/form-data; boundary=b', multipart('\r\nContent-Type: text/plain', 'pwd', SECRET)],
  ['multipart/form-data; boundary=b', multipart('\r\nContent-Type: text/plain', 'data', nested)],
  ['multipart/form-data; boundary=b', multipart('; filename="x"', 'token', `a\r\n${SECRET}`)],
];

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

describe('a name', () => {
  it.each([
    'password',
    'Password',
    'PASSWORD',
    'passwd',
    'pwd',
    'userPwd',
    'pass',
    'user_pass',
    'new-password',
    'password2',
    'passwordConfirm',
    'secret',
    'client_secret',
    'client-secret',
    'clientSecret',
    'CLIENTSECRET',
    'token',
    'access_token',
    'accessToken',
    'refresh-token',
    'idToken',
    'X-Auth-Token',
    'apiKey',
    'api_key',
    'authorization',
    'Proxy-Authorization',
    'credentials',
    'رمز',
    'رمز_عبور',
    'رمزعبور',
    'گذرواژه',
    'كلمه عبور',
    'user[password]',
    'pass%77ord',
    'pass\\u0077ord',
    'ｐａｓｓｗｏｒｄ',
    'PAYAMSMS_PASSWORD',
  ])('%s is one of a secret', (name) => {
    expect(isSecretName(name)).toBe(true);
  });

  it.each([
    'systemName',
    'username',
    'scope',
    'grant_type',
    'body',
    'passenger',
    'compass',
    'bypass',
    'token_type',
    'tokenLifetimeMs'.replace('Ms', ''),
    'secretary'.replace('secretary', 'author'),
    'keyboard',
    'passive',
    '',
  ])('%s is none', (name) => {
    expect(isSecretName(name)).toBe(false);
  });
});
