// A fresh process of stream.mjs: sends many messages from a generator and tells the memory that took.
import { AT_ONCE, BATCH, HEADERS, PATH } from './batch-contenders.mjs';
import { messageAt, postOf } from './messages.mjs';

const SAMPLE_MS = 20;
const MB = 1024 * 1024;

function* messages(count) {
  for (let i = 0; i < count; i++) yield messageAt(i);
}

/** Eight calls at once, each pulling its next batch from the same generator. */
async function axiosLoop(url, count) {
  const { default: axios } = await import('axios');
  const source = messages(count);
  let accepted = 0;
  let ids = 0;
  const take = () => {
    const batch = [];
    for (let next; batch.length < BATCH && !(next = source.next()).done;) batch.push(next.value);
    return batch;
  };
  const caller = async () => {
    for (let batch; (batch = take()).length > 0;) {
      const post = postOf(batch, () => `abcdefghijklmn${ids++}`);
      const { data } = await axios.post(url + PATH, post, { headers: HEADERS });
      accepted += data.length;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, caller));
  return accepted;
}

async function stream(url, count) {
  const { openModule } = await import('./app.mjs');
  const { sms } = await openModule(url);
  let accepted = 0;
  for await (const { status } of sms.stream(messages(count))) if (status === 'accepted') accepted++;
  return accepted;
}

/** The plain loop in an app that has loaded Nest and the module: what is left is what streaming takes. */
async function axiosLoopInApp(url, count) {
  const { openModule } = await import('./app.mjs');
  await openModule(url);
  return axiosLoop(url, count);
}

const WAYS = {
  'axios loop': axiosLoop,
  'axios loop in a Nest app': axiosLoopInApp,
  'SmsService.stream': stream,
};

const [way, url, argument] = process.argv.slice(2);
const count = Number(argument);
const peak = { rss: 0, heapUsed: 0, external: 0 };
function sample() {
  const now = process.memoryUsage();
  for (const key of Object.keys(peak)) peak[key] = Math.max(peak[key], now[key]);
}
const timer = setInterval(sample, SAMPLE_MS);
const started = performance.now();
const accepted = await WAYS[way](url, count);
const seconds = (performance.now() - started) / 1000;
clearInterval(timer);
sample();
if (accepted !== count) throw new Error(`expected ${count} accepted, got ${accepted}`);
process.send(
  {
    seconds,
    // The kernel's own count, in kilobytes; the samples tell whether it comes from the start of the process.
    maxRss: process.resourceUsage().maxRSS / 1024,
    sampledRss: peak.rss / MB,
    heapUsed: peak.heapUsed / MB,
    external: peak.external / MB,
  },
  () => process.exit(),
);
