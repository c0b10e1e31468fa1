// npm run bench: what one send costs in CPU. See README.md beside this file.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openContenders } from './contenders.mjs';
import { describeMachine } from './machine.mjs';
import { median } from './median.mjs';

const AT_ONCE = 8;
const ALLOWED = 1.25;
const BASE = 'undici Pool';
const OWN_POST = "the module's axiosRef";
const SEND = 'SmsService.send';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '11' },
    windowMs: { type: 'string', default: '500' },
  },
});
const rounds = Math.max(7, Number(options.rounds));
const windowMs = Math.max(400, Number(options.windowMs));

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');

/** Microseconds of this process' CPU a call, and how much of the time the CPU was at work. */
async function measure(call) {
  collectGarbage(); // Nobody pays for what the one before left behind.
  let calls = 0;
  const cpu = process.cpuUsage();
  const started = performance.now();
  const end = started + windowMs;
  const caller = async () => {
    for (; performance.now() < end; calls++) await call();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, caller));
  const { user, system } = process.cpuUsage(cpu);
  const wall = (performance.now() - started) * 1000;
  return { micros: (user + system) / calls, busy: (user + system) / wall, calls };
}

/** Rounds, in each of which everyone has a window; the order turns, so that no one is always first. */
async function measureAll(contenders) {
  const names = Object.keys(contenders);
  const windows = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = -1; round < rounds; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(round + 1 + turn) % names.length];
      const window = await measure(contenders[name]);
      if (round >= 0) windows[name].push(window); // The first round is the warm-up.
    }
  }
  return windows;
}

const server = fork(new URL('server.mjs', import.meta.url));
const [{ port }] = await once(server, 'message');
const { contenders, close } = await openContenders({
  url: `http://127.0.0.1:${port}`,
  atOnce: AT_ONCE,
  lastSend: async () => {
    server.send('last');
    return (await once(server, 'message'))[0];
  },
});

console.log(`${describeMachine()}
CPU of one send: one message, ${AT_ONCE} at once; medians of ${rounds} rounds of ${windowMs} ms\n`);
const windows = await measureAll(contenders);
await close();
server.disconnect();

const of = (name, key) => median(windows[name].map((window) => window[key]));
// Round by round, so that what slows a whole round down cancels out.
const ratio = (name, to) =>
  median(windows[name].map(({ micros }, round) => micros / windows[to][round].micros));

const table = {};
for (const name of Object.keys(contenders)) {
  table[name] = {
    'CPU us': Number(of(name, 'micros').toFixed(1)),
    'x undici': Number(ratio(name, BASE).toFixed(2)),
    "x module's axiosRef": Number(ratio(name, OWN_POST).toFixed(2)),
    'sends a window': Math.round(of(name, 'calls')),
    'CPU busy': `${Math.round(of(name, 'busy') * 100)} %`,
  };
}
console.table(table);

const cost = ratio(SEND, OWN_POST);
const verdict = cost <= ALLOWED ? 'PASS' : 'FAIL';
console.log(
  `${verdict}: ${SEND} costs ${cost.toFixed(2)} x the same POST through the module's axios instance; allowed ${ALLOWED}`,
);
process.exitCode = verdict === 'PASS' ? 0 : 1;
