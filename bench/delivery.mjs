// npm run bench:delivery: what it takes to tell the final states of very many messages. See README.md beside this file.
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runChild } from './child.mjs';
import { medianOf, ratioOf, rounded } from './figures.mjs';
import { describeMachine } from './machine.mjs';
import { startServer } from './server-process.mjs';

/** Over asking for the same states with undici, and reading and recording the same rows with libsql alone. */
const ALLOWED_CPU = 4;
const ALLOWED_MEMORY = 2.5;

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
let copies = 0;
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
  const onCopy = async (script, argsOf) => {
    // A name of its own: beside the file SQLite may leave others of that name.
    const copy = join(directory, `${ids}-${script}-${copies++}.db`);
    copyFileSync(file, copy);
    const told = await runChild(script, argsOf(copy));
    rmSync(copy);
    return told;
  };
  const runs = [];
  const bare = [];
  for (let round = 0; round < rounds; round++) {
    bare.push(await onCopy('delivery-bare-child.mjs', (copy) => [copy, messages, server.url]));
    runs.push(await onCopy('delivery-child.mjs', (copy) => ['poll', copy, messages, server.url]));
  }
  server.stop();
  console.log(`serverIds as JSON ${ids}s`);
  console.table({ bare: row(bare), 'delivery tracking': row(runs) });
  const cpu = ratioOf(runs, bare, 'cpuMicros');
  const memory = ratioOf(runs, bare, 'maxRss');
  verdicts.push(
    [
      cpu <= ALLOWED_CPU,
      `a state costs ${cpu.toFixed(2)} x the bare work (${ids}); allowed ${ALLOWED_CPU}`,
    ],
    [
      memory <= ALLOWED_MEMORY,
      `it peaks at ${memory.toFixed(2)} x the memory of that (${ids}); allowed ${ALLOWED_MEMORY}`,
    ],
  );
}

function row(list) {
  return {
    'states a second': Math.round(messages / medianOf(list, 'seconds')),
    'CPU us a state': rounded(medianOf(list, 'cpuMicros'), 1),
    'max rss MB': rounded(medianOf(list, 'maxRss'), 1),
    seconds: rounded(medianOf(list, 'seconds'), 1),
  };
}
