// A fresh process of own-work.mjs: the network is taken out, answers come at once.
import { accept } from './accept.mjs';
import { openModule } from './app.mjs';
import { BATCH, PATH, streamUntil } from './batch-contenders.mjs';
import { messagesFrom, postOf } from './messages.mjs';
import { measureWindow, warmUp } from './window.mjs';

const MESSAGES = messagesFrom(0, 100 * BATCH);
const NOWHERE = 'http://127.0.0.1:9';
const TOKEN = Buffer.from(JSON.stringify({ access_token: 'bench', expires_in: 3600 }));

/** Stands in for axios' adapter, the part of it that talks to the network. */
async function stub(config) {
  const data = config.url.endsWith('/auth/oauth/token')
    ? TOKEN
    : Buffer.from(accept(config.data.latin1Slice()), 'latin1');
  const headers = { 'content-type': 'application/json' };
  return { status: 200, statusText: 'OK', headers, config, data };
}

const batches = Array.from({ length: MESSAGES.length / BATCH }, (_, i) =>
  MESSAGES.slice(i * BATCH, (i + 1) * BATCH),
);
const posts = batches.map((messages, i) =>
  postOf(messages, (at) => `abcdefghijklmn${i * BATCH + at}`),
);

const each = (things, call) => async (isOver) => {
  let calls = 0;
  for (; !isOver(); calls++) await call(things[calls % things.length]);
  return calls * BATCH;
};

const url = NOWHERE + PATH;

const WORKS = {
  'the stub alone': () => {
    const bodies = posts.map((post) => Buffer.from(JSON.stringify(post)));
    return each(bodies, (data) => stub({ url, data }));
  },

  'JSON and the stub': () =>
    each(posts, async (post) => {
      const answer = await stub({ url, data: Buffer.from(JSON.stringify(post)) });
      return JSON.parse(answer.data.toString());
    }),

  'SmsService.stream': async () => {
    const { sms, axiosRef } = await openModule(NOWHERE);
    axiosRef.defaults.adapter = stub;
    return streamUntil(sms, MESSAGES);
  },
};

const [name, warmUpMs, windowMs] = process.argv.slice(2);
const work = await WORKS[name]();
await warmUp(work, Number(warmUpMs));
const window = await measureWindow(work, Number(windowMs));
// By itself it is what `node --cpu-prof` can look into.
if (process.send) process.send(window, () => process.exit());
else console.log(window);
