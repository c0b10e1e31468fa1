// npm run bench:delivery: what it takes to tell the final states of very many messages. See README.md beside this file.
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runChild } from './child.mjs';
import { medianOf, rounded } from './figures.mjs';
import { describeMachine } from './machine.mjs';
import { startServer } from './server-process.mjs';

const ALLOWED_MB = 300;
const WANTED_A_SECOND = 50_000;

const { values: options } = parseArgs({
  options: {
    messages: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '3' },
    /** How the service writes serverIds: as JSON texts or numbers. */
    ids: { type: 'string', default: 'text,number' },
  },
});
const messages = Number(options.messages);
const rounds = Number(options.rounds);

const directory = mkdtempSync(join(tmpdir(), 'payamsms-bench-'));
const file = join(directory, 'followed.db');
const verdicts = [];
try {
  await runChild('delivery-child.mjs', ['follow', file, messages]);
  console.log(`${describeMachine()}
${messages} messages in SQLite, all due, each delivered; an async listener that does nothing; medians of ${rounds} rounds of fresh processes\n`);
  for (const ids of options.ids.split(',')) await measure(ids);
} finally {
  rmSync(directory, { recursive: true, force: true });
}
for (const [passed, verdict] of verdicts) {
  console.log(`${passed ? 'PASS' : 'FAIL'}: ${verdict}`);
  if (!passed) process.exitCode = 1;
}

async function measure(ids) {
  const server = await startServer('status-server.mjs', [ids]);
  const runs = [];
  for (let round = 0; round < rounds; round++) {
    const copy = join(directory, `${ids}-${round}.db`);
    copyFileSync(file, copy);
    runs.push(await runChild('delivery-child.mjs', ['poll', copy, messages, server.url]));
    rmSync(copy);
  }
  server.stop();
  const of = (key, digits) => rounded(medianOf(runs, key), digits);
  console.log(`serverIds as JSON ${ids}s`);
  console.table({
    'states a second': of('states', 0),
    'CPU us a state': of('cpuMicros', 1),
    'max rss MB': of('maxRss', 1),
    seconds: of('seconds', 1),
  });
  const [states, mb] = [of('states', 0), of('maxRss', 1)];
  verdicts.push(
    [states >= WANTED_A_SECOND, `${states} states a second (${ids}); wanted ${WANTED_A_SECOND}`],
    [mb < ALLOWED_MB, `at most ${mb} MB (${ids}); allowed ${ALLOWED_MB}`],
  );
}
