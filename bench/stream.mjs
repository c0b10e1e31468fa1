// npm run bench:stream: the memory that a stream of very many messages takes. See README.md beside this file.
import { parseArgs } from 'node:util';
import { AT_ONCE, BATCH } from './batch-contenders.mjs';
import { runChild } from './child.mjs';
import { medianOf, rounded } from './figures.mjs';
import { describeMachine } from './machine.mjs';
import { startServer } from './server-process.mjs';
import { inRounds } from './window.mjs';

const FEW = 200_000;
const ALLOWED_OVER_AXIOS_MB = 40;
const ALLOWED_GROWTH = 1.15;

const { values: options } = parseArgs({
  options: {
    messages: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '5' },
  },
});
const many = Number(options.messages);
const rounds = Number(options.rounds);
const RUNS = {
  'axios loop': ['axios loop', many],
  'axios loop in a Nest app': ['axios loop in a Nest app', many],
  'SmsService.stream': ['SmsService.stream', many],
  'SmsService.stream, few': ['SmsService.stream', FEW],
};

console.log(`${describeMachine()}
Peak memory in MB: ${many} messages (few: ${FEW}), ${BATCH} a call, ${AT_ONCE} calls at once; medians of ${rounds} rounds of fresh processes\n`);
const server = await startServer();
const measure = (name) => {
  const [way, messages] = RUNS[name];
  return runChild('stream-child.mjs', [way, server.url, messages]);
};
const runs = await inRounds(Object.keys(RUNS), rounds, measure);
server.stop();

const table = {};
for (const [name, list] of Object.entries(runs)) {
  table[name] = {
    'max rss': rounded(medianOf(list, 'maxRss'), 1),
    'sampled rss': rounded(medianOf(list, 'sampledRss'), 1),
    'heap in use': rounded(medianOf(list, 'heapUsed'), 1),
    external: rounded(medianOf(list, 'external'), 1),
    seconds: rounded(medianOf(list, 'seconds'), 1),
  };
}
console.table(table);

const peak = (name) => medianOf(runs[name], 'maxRss');
const over = peak('SmsService.stream') - peak('axios loop');
const growth = peak('SmsService.stream') / peak('SmsService.stream, few');
const verdicts = [
  [
    over <= ALLOWED_OVER_AXIOS_MB,
    `the stream peaks ${over.toFixed(1)} MB over the axios loop; allowed ${ALLOWED_OVER_AXIOS_MB}`,
  ],
  [
    growth <= ALLOWED_GROWTH,
    `${many} messages peak at ${growth.toFixed(2)} x what ${FEW} do; allowed ${ALLOWED_GROWTH}`,
  ],
];
for (const [passed, verdict] of verdicts) {
  console.log(`${passed ? 'PASS' : 'FAIL'}: ${verdict}`);
  if (!passed) process.exitCode = 1;
}
