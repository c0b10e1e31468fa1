/* oxlint-disable no-console -- a script prints */
// smoke.mjs [script]: starts a sample as a newcomer does (`npm start` or another script, nothing set), looks at what it shows,
// and ends it.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const { values: options, positionals } = parseArgs({
  options: { outputFile: { type: 'string' } },
  allowPositionals: true,
});
const [script = 'start'] = positionals;
const START_MS = 120_000;
const END_MS = 15_000;
// What the stories tell of, and then where to look; and whether there is something to call.
const SAMPLES = {
  start: {
    story: ['rials', 'accepted', 'arrived', 'rejected', 'cancelled', 'delivered', '/docs'],
    servesHttp: true,
  },
  'start:conversations': {
    story: ['text', 'answer', 'pending', 'delivered', 'final'],
    servesHttp: false,
  },
};
const { story, servesHttp } = SAMPLES[script];

const port = await freePort();
const at = (path) => `http://127.0.0.1:${port}${path}`;
const env = { ...process.env, PORT: String(port) };
for (const name of Object.keys(env)) if (name.startsWith('PAYAMSMS_')) delete env[name];

// A process group of its own: npm, the Nest CLI and the app are ended together.
const npm = spawn('npm', ['run', script], { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
let closed = false;
npm.once('close', () => (closed = true));
let output = '';
for (const stream of [npm.stdout, npm.stderr]) {
  stream.setEncoding('utf8').on('data', (chunk) => {
    output += chunk;
    process.stdout.write(chunk);
  });
}

const tally = { numPassedTests: 0, numFailedTests: 0 };
async function check(name, work) {
  try {
    await work();
    tally.numPassedTests += 1;
    console.log(`  ok    ${name}`);
  } catch (error) {
    tally.numFailedTests += 1;
    console.error(`  FAIL  ${name}: ${error.message}`);
  }
}

if (servesHttp) {
await check('listens on PORT', () =>
  until(
    () => answers('/docs'),
    START_MS,
    () => 'no answer over HTTP',
  ),
);
}
if (tally.numFailedTests === 0) {
  await check('prints its story', () =>
    until(
      () => untold().length === 0,
      START_MS,
      () => `not printed: ${untold().join(', ')}`,
    ),
  );
}
if (servesHttp && tally.numFailedTests === 0) {
  await check('shows the Swagger page', async () => {
    const page = await (await fetch(at('/docs'))).text();
    if (!/swagger/i.test(page)) throw new Error(`not a Swagger page: ${page.slice(0, 200)}`);
  });
  await check('answers a REST call', async () => {
    const response = await fetch(at('/balance'));
    const body = await response.text();
    if (!response.ok || !/\d/.test(body)) throw new Error(`HTTP ${response.status}: ${body}`);
  });
}
await check('ends when it is asked to', end);

if (options.outputFile) writeFileSync(options.outputFile, JSON.stringify(tally));
console.log(`npm run ${script}: ${tally.numPassedTests} passed, ${tally.numFailedTests} failed`);
process.exitCode = tally.numFailedTests > 0 ? 1 : 0;

function untold() {
  return story.filter((word) => !output.includes(word));
}

async function answers(path) {
  if (npm.exitCode !== null) throw new Error(`npm run ${script} ended with code ${npm.exitCode}`);
  const response = await fetch(at(path)).catch(() => undefined);
  return response?.ok === true;
}

async function until(fact, boundMs, otherwise) {
  const deadline = performance.now() + boundMs;
  while (!(await fact())) {
    if (performance.now() > deadline) throw new Error(`${otherwise()} within ${boundMs / 1000} s`);
    await sleep(100);
  }
}

// The pipes close when the last of the group that holds them is gone, not just npm.
async function end() {
  signal('SIGTERM');
  try {
    await until(
      () => closed,
      END_MS,
      () => 'still running',
    );
  } finally {
    if (!closed) signal('SIGKILL');
  }
}

function signal(name) {
  try {
    process.kill(-Number(npm.pid), name);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error; // Nobody is left in the group.
  }
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port: free } = probe.address();
  probe.close();
  await once(probe, 'close');
  return free;
}
