// npm run bench:send: what many single sends at the same time take. See README.md beside this file.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { median } from './median.mjs';
import { rounded } from './figures.mjs';
import { describeMachine } from './machine.mjs';
import { isPresent } from './peers.mjs';
import { startServer } from './server-process.mjs';

const DELAY_MS = 100;
const MODULE = 'SmsService.send';
const MAX_CALLS = 60;
const MAX_DELAYS = 25;
const MAX_GROWTH = 1.5;
const MAX_BLOCK = 1 / 20;
const MAX_WAITING_KB = 2;

const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '3' } },
});
const rounds = Number(options.rounds);
const ALL_RUNS = [
  [MODULE, 1],
  [MODULE, 100],
  [MODULE, 10_000],
  [MODULE, 100_000],
  ['axios, defaults', 1_000],
  ["Twilio's client", 1_000],
];

const RUNS = ALL_RUNS.filter(([way]) => isPresent(way));

const server = await startServer('server.mjs', [DELAY_MS]);

async function measure(way, count, kind = 'time') {
  const child = fork(new URL('send-child.mjs', import.meta.url), [way, server.url, count, kind], {
    execArgv: ['--expose-gc'],
  });
  const died = once(child, 'exit').then(([code]) => {
    throw new Error(`${way} ended with ${code}`);
  });
  died.catch(() => undefined);
  await Promise.race([once(child, 'message'), died]);
  await server.calls();
  child.send('go');
  const [told] = await Promise.race([once(child, 'message'), died]);
  return { ...told, calls: await server.calls() };
}

console.log(`${describeMachine()}
Sends at the same time, to a server that answers in ${DELAY_MS} ms; medians of ${rounds} rounds of fresh processes\n`);

const table = {};
const figures = {};
for (const [way, count] of RUNS) {
  const runs = [];
  for (let round = 0; round < rounds; round++) runs.push(await measure(way, count));
  const of = (key) => median(runs.map((run) => run[key]));
  const run = Object.fromEntries(Object.keys(runs[0]).map((key) => [key, of(key)]));
  figures[`${way} ${count}`] = run;
  table[`${way}, ${count}`] = {
    calls: run.calls,
    seconds: rounded(run.seconds, 2),
    'us a message': rounded((run.seconds * 1e6) / count, 1),
    'CPU us a message': rounded(run.micros, 1),
    'longest block ms': rounded(run.longestMs, 1),
    'max rss MB': rounded(run.maxRss, 0),
  };
}
const { waitingKb } = await measure(MODULE, 10_000, 'memory');
server.stop();
console.table(table);

const many = figures[`${MODULE} 10000`];
const most = figures[`${MODULE} 100000`];
const growth = most.seconds / 10 / many.seconds;
const verdicts = [
  [many.calls <= MAX_CALLS, `10,000 sends take ${many.calls} calls; allowed ${MAX_CALLS}`],
  [
    many.seconds * 1000 <= MAX_DELAYS * DELAY_MS,
    `they take ${((many.seconds * 1000) / DELAY_MS).toFixed(1)} x the answering time; allowed ${MAX_DELAYS}`,
  ],
  [
    growth <= MAX_GROWTH,
    `100,000 take ${growth.toFixed(2)} x as long a message; allowed ${MAX_GROWTH}`,
  ],
  [
    most.longestMs <= most.seconds * 1000 * MAX_BLOCK,
    `they block the event loop for ${((most.longestMs / most.seconds / 1000) * 100).toFixed(1)} % of the whole at the longest; allowed ${100 * MAX_BLOCK} %`,
  ],
  [
    waitingKb <= MAX_WAITING_KB,
    `a send that waits takes ${waitingKb.toFixed(2)} kB over its message; allowed ${MAX_WAITING_KB}`,
  ],
];
for (const [passed, verdict] of verdicts) {
  console.log(`${passed ? 'PASS' : 'FAIL'}: ${verdict}`);
  if (!passed) process.exitCode = 1;
}
