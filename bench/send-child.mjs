// A fresh process of send.mjs: sends messages, all at once where the client takes that, and tells what it took.
import { AT_ONCE, HEADERS, PATH } from './batch-contenders.mjs';
import { messageAt, postOf } from './messages.mjs';

const PROBE_MS = 1;

const [way, url, argument] = process.argv.slice(2);
const count = Number(argument);
const messages = Array.from({ length: count }, (_, i) => messageAt(i));

/** Opens a client; it sends one message and returns what it tells of one that was accepted. */
const OPEN = {
  'SmsService.send': async () => {
    const { openModule } = await import('./app.mjs');
    const { sms } = await openModule(url);
    return (message) => sms.send(message);
  },
  'axios, defaults': async () => {
    const { default: axios } = await import('axios');
    let ids = 0;
    return async (message) => {
      const post = postOf([message], () => `abcdefghijklmn${ids++}`);
      const { data } = await axios.post(url + PATH, post, { headers: HEADERS });
      return data[0].serverId;
    };
  },
  "Twilio's client": async () => {
    const { openTwilio } = await import('./peer-clients.mjs');
    return openTwilio(url);
  },
};

/** The module takes all of them at once; the others would open a connection for each. */
const atOnce = way === 'SmsService.send' ? count : AT_ONCE;

/** Watches how long the event loop is kept from its turn. */
function watchLoop() {
  let longestMs = 0;
  let lastMs = performance.now();
  const look = () => {
    const nowMs = performance.now();
    longestMs = Math.max(longestMs, nowMs - lastMs - PROBE_MS);
    lastMs = nowMs;
  };
  const timer = setInterval(look, PROBE_MS);
  return () => {
    clearInterval(timer);
    look();
    return longestMs;
  };
}

const send = await OPEN[way]();
// A connection, a login and compiled code, as an app has them.
for (let i = 0; i < 50; i++) await Promise.all(messages.slice(0, 20).map(send));
process.send('warm');
await new Promise((resolve) => {
  process.once('message', resolve);
});

globalThis.gc();
const heapBefore = process.memoryUsage().heapUsed;
const cpu = process.cpuUsage();
const stopWatching = watchLoop();
const startedAt = performance.now();
let accepted = 0;
let next = 0;
const noteSent = (sent) => {
  if (sent) accepted++;
};
const sendOne = (message) => send(message).then(noteSent);
const sendInTurn = async () => {
  while (next < count) await sendOne(messages[next++]);
};
const all = Promise.all(
  atOnce === count ? messages.map(sendOne) : Array.from({ length: atOnce }, sendInTurn),
);
const startedMs = performance.now() - startedAt;
let waitingKb;
if (process.argv[5] === 'memory') {
  globalThis.gc();
  waitingKb = (process.memoryUsage().heapUsed - heapBefore) / 1024 / count;
}
await all;
const seconds = (performance.now() - startedAt) / 1000;
const { user, system } = process.cpuUsage(cpu);
if (accepted !== count) throw new Error(`expected ${count} accepted, got ${accepted}`);
process.send(
  {
    seconds,
    startedMs,
    waitingKb,
    micros: (user + system) / count,
    longestMs: stopWatching(),
    maxRss: process.resourceUsage().maxRSS / 1024,
  },
  () => process.exit(),
);
