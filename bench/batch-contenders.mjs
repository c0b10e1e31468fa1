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

/** Keeps eight calls under way, each with the next of the things to send. */
const inCalls = (things, perCall, call) => async (isOver) => {
  let sent = 0;
  let next = 0;
  const caller = async () => {
    while (!isOver()) {
      expectAll(await call(things[next++ % things.length]), perCall);
      sent += perCall;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, caller));
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

/** Opens a contender; it gets told where the server is and returns what works until it is over. */
export const CONTENDERS = {
  'undici Pool': async (url) => {
    const { Pool } = await import('undici');
    const pool = new Pool(url, { connections: AT_ONCE });
    return inCalls(posts(), BATCH, async (post) => {
      const body = JSON.stringify(post);
      const answer = await pool.request({ method: 'POST', path: PATH, headers: HEADERS, body });
      return (await answer.body.json()).length;
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
    return async (isOver) => {
      let sent = 0;
      for (; !isOver(); sent += MESSAGES.length) {
        const { accepted } = await sms.sendMany(MESSAGES);
        expectAll(accepted.length, MESSAGES.length);
      }
      return sent;
    };
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

export const BASE = 'undici Pool';
export const OURS = ['SmsService.stream', 'SmsService.sendMany'];
/** What they come from, to be installed with `npm ci --prefix bench`. */
export const PEERS = { "Kavenegar's client": 'kavenegar', "Twilio's client": 'twilio' };
