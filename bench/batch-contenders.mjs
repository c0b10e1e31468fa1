// Ways to send very many messages, 8 calls at once. Each is opened in a process of its own and loads only what it needs.
import { KAVENEGAR_LIMIT } from './peer-answers.mjs';
import { messagesFrom, postOf } from './messages.mjs';

export const AT_ONCE = 8;
export const BATCH = 250;
export const PATH = '/panel/webservice/sendMultipleWithSrc';
export const HEADERS = {
  Accept: 'application/json',
  'Content-Type': 'application/json',
  Authorization: 'Bearer bench',
};
const MESSAGES = messagesFrom(0, 100 * BATCH);

function expectAll(got, sent) {
  if (got !== sent) throw new Error(`expected ${sent} accepted messages, got ${got}`);
}

/** Eight callers, each of which makes one call after the other with the next thing, as long as there is one. */
async function callAll(things, call) {
  const caller = async () => {
    for (const thing of things) await call(thing);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, caller));
}

function* roundAndRound(things, isOver) {
  for (let next = 0; !isOver(); next++) yield things[next % things.length];
}

/** Keeps eight calls under way until it is over. */
const inCalls = (things, perCall, call) => async (isOver) => {
  let sent = 0;
  await callAll(roundAndRound(things, isOver), async (thing) => {
    expectAll(await call(thing), perCall);
    sent += perCall;
  });
  return sent;
};

/** As many whole lists of messages as there is time for; `send` returns what became of all of a list. */
const inLists = (send) => async (isOver) => {
  let sent = 0;
  for (; !isOver(); sent += MESSAGES.length) expectAll((await send()).length, MESSAGES.length);
  return sent;
};

/** One stream that ends with the batch in which the time is over. */
export const streamUntil = (sms, messages) => async (isOver) => {
  let taken = 0;
  let accepted = 0;
  function* source() {
    for (; taken % BATCH !== 0 || !isOver(); taken++) yield messages[taken % messages.length];
  }
  for await (const { status } of sms.stream(source())) if (status === 'accepted') accepted++;
  expectAll(accepted, taken);
  return accepted;
};

function slices(size) {
  const count = Math.floor(MESSAGES.length / size);
  return Array.from({ length: count }, (_, i) => MESSAGES.slice(i * size, (i + 1) * size));
}

// The ids are made beforehand: the others do without the work that the module does.
const posts = () =>
  slices(BATCH).map((messages, i) => postOf(messages, (at) => `abcdefghijklmn${i * BATCH + at}`));

async function openUndici(url) {
  const { Pool } = await import('undici');
  const pool = new Pool(url, { connections: AT_ONCE });
  return async (data) => {
    const body = JSON.stringify(data);
    const answer = await pool.request({ method: 'POST', path: PATH, headers: HEADERS, body });
    return answer.body.json();
  };
}

const UNDICI = 'undici Pool';
const UNDICI_KEEPING = 'undici Pool, answers kept';

/** Opens a contender; it gets told where the server is and returns what works until it is over. */
export const CONTENDERS = {
  [UNDICI]: async (url) => {
    const post = await openUndici(url);
    return inCalls(posts(), BATCH, async (batch) => (await post(batch)).length);
  },

  // What has to be kept for the caller is copied by the collector, whoever keeps it.
  [UNDICI_KEEPING]: async (url) => {
    const post = await openUndici(url);
    const batches = posts();
    return inLists(async () => {
      const kept = [];
      await callAll(batches.values(), async (batch) => kept.push(...(await post(batch))));
      return kept;
    });
  },

  // What axios stands on: the difference to undici is Node's, the rest of axios' row is its own.
  'node:http': async (url) => {
    const { Agent, request } = await import('node:http');
    const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
    const post = (bytes) =>
      new Promise((resolve, reject) => {
        const headers = { ...HEADERS, 'Content-Length': bytes.length };
        const sent = request(url + PATH, { method: 'POST', agent, headers }, (answer) => {
          const chunks = [];
          answer.on('data', (chunk) => chunks.push(chunk));
          answer.on('end', () => resolve(Buffer.concat(chunks)));
        });
        sent.on('error', reject);
        sent.end(bytes);
      });
    return inCalls(posts(), BATCH, async (data) => {
      const answer = await post(Buffer.from(JSON.stringify(data)));
      return JSON.parse(answer.toString()).length;
    });
  },

  'axios, defaults': async (url) => {
    const { default: axios } = await import('axios');
    const post = (data) => axios.post(url + PATH, data, { headers: HEADERS });
    return inCalls(posts(), BATCH, async (data) => (await post(data)).data.length);
  },

  "the module's axiosRef": async (url) => {
    const { openModule } = await import('./app.mjs');
    const { axiosRef } = await openModule(url);
    const { Authorization: _, ...headers } = HEADERS; // The module's interceptor sets the token.
    return inCalls(posts(), BATCH, async (post) => {
      const bytes = Buffer.from(JSON.stringify(post));
      const answer = await axiosRef.post(url + PATH, bytes, { headers });
      return JSON.parse(answer.data.toString()).length;
    });
  },

  'SmsService.stream': async (url) => {
    const { openModule } = await import('./app.mjs');
    const { sms } = await openModule(url);
    return streamUntil(sms, MESSAGES);
  },

  'SmsService.sendMany': async (url) => {
    const { openModule } = await import('./app.mjs');
    const { sms } = await openModule(url);
    return inLists(async () => (await sms.sendMany(MESSAGES)).accepted);
  },

  "Kavenegar's client": async (url) => {
    const { openKavenegar } = await import('./peer-clients.mjs');
    const send = await openKavenegar(url);
    return inCalls(slices(KAVENEGAR_LIMIT), KAVENEGAR_LIMIT, send);
  },

  "Twilio's client": async (url) => {
    const { openTwilio } = await import('./peer-clients.mjs');
    return inCalls(MESSAGES, 1, await openTwilio(url));
  },
};

export const BASE = UNDICI;
/** What the module's own are held against: the same calls, and the same kept of what they said. */
export const OURS = { 'SmsService.stream': UNDICI, 'SmsService.sendMany': UNDICI_KEEPING };
