// npm run bench:inbox: what a received text costs, on SQLite. See README.md beside this file.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { runChild } from './child.mjs';
import { medianOf, ratioOf, rounded } from './figures.mjs';
import { describeMachine } from './machine.mjs';

/** CPU, over reading the same answer with undici and committing each text with libsql alone. */
const ALLOWED_OVER_BARE = 2.6;
const ALLOWED_GROWTH = 1.25;

const { values: options } = parseArgs({
  options: {
    texts: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '3' },
  },
});
const texts = Number(options.texts);
const rounds = Number(options.rounds);
/** How many texts, how many in an answer, and the overlap. */
const RUNS = {
  'one answer': [texts, texts, 60_000],
  'ten answers': [texts, texts / 10, 0],
  'thirty answers': [3 * texts, texts / 10, 0],
};

const ask = async (child) => {
  child.send('next');
  return (await once(child, 'message'))[0];
};

async function measure([total, perAnswer, overlapMs]) {
  const server = fork(new URL('inbox-server.mjs', import.meta.url), [total, perAnswer].map(String));
  const [{ port }] = await once(server, 'message');
  const args = [`http://127.0.0.1:${port}`, total, overlapMs].map(String);
  const app = fork(new URL('inbox-child.mjs', import.meta.url), args);
  const [{ seconds, cpuSeconds, maxRss }] = await once(app, 'message');
  const before = (await ask(server)).reads;
  const { handled, heard } = await ask(app);
  const { reads } = await ask(server);
  app.disconnect();
  server.disconnect();
  await once(app, 'exit');
  if (handled !== 0 || heard !== total) throw new Error(`heard ${heard} of ${total}`);
  const cpuMicros = (cpuSeconds * 1e6) / total;
  return { seconds, cpuMicros, maxRss, aSecond: total / seconds, emptyPoll: reads - before };
}

/** The floor of `one answer`. */
async function measureBare() {
  const server = fork(new URL('inbox-server.mjs', import.meta.url), [texts, texts].map(String));
  const [{ port }] = await once(server, 'message');
  const told = await runChild('inbox-bare-child.mjs', [`http://127.0.0.1:${port}`, texts]);
  server.disconnect();
  return { cpuMicros: (told.cpuSeconds * 1e6) / texts, seconds: told.seconds };
}

console.log(`${describeMachine()}
${texts} texts to an empty async listener, SqliteStore; medians of ${rounds} rounds of fresh processes\n`);
const runs = {};
const bare = [];
for (let round = 0; round < rounds; round++) {
  bare.push(await measureBare());
  for (const [name, run] of Object.entries(RUNS)) (runs[name] ??= []).push(await measure(run));
}

console.table({
  'bare, one answer': {
    'texts a second': Math.round(texts / medianOf(bare, 'seconds')),
    seconds: rounded(medianOf(bare, 'seconds'), 2),
    'CPU us a text': rounded(medianOf(bare, 'cpuMicros'), 1),
  },
  ...Object.fromEntries(
    Object.entries(runs).map(([name, list]) => [
      name,
      {
        'texts a second': Math.round(medianOf(list, 'aSecond')),
        seconds: rounded(medianOf(list, 'seconds'), 2),
        'CPU us a text': rounded(medianOf(list, 'cpuMicros'), 1),
        'max rss MB': rounded(medianOf(list, 'maxRss'), 1),
        'requests of an empty poll': medianOf(list, 'emptyPoll'),
      },
    ]),
  ),
});

const overBare = ratioOf(runs['one answer'], bare, 'cpuMicros');
const growth = medianOf(runs['thirty answers'], 'maxRss') / medianOf(runs['ten answers'], 'maxRss');
const empty = Math.max(...Object.values(runs).flatMap((list) => list.map((run) => run.emptyPoll)));
const verdicts = [
  [
    overBare <= ALLOWED_OVER_BARE,
    `a text costs ${overBare.toFixed(2)} x reading and committing it bare; allowed ${ALLOWED_OVER_BARE}`,
  ],
  [
    growth <= ALLOWED_GROWTH,
    `three times the texts, in answers of the same size, peak at ${growth.toFixed(2)} x; allowed ${ALLOWED_GROWTH}`,
  ],
  [empty === 1, `a poll with nothing new makes ${empty} request; allowed 1`],
];
for (const [passed, verdict] of verdicts) {
  console.log(`${passed ? 'PASS' : 'FAIL'}: ${verdict}`);
  if (!passed) process.exitCode = 1;
}
