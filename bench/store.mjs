// npm run bench:store: what the SQLite store costs. See README.md beside this file.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SqliteStore } from '../dist/store/sqlite/index.js';
import { rounded } from './figures.mjs';
import { describeMachine } from './machine.mjs';
import { median } from './median.mjs';

const NUMBER = '982000123';
const ALLOWED_HANDLED_US = 25;
const LEAST_STATES_A_SECOND = 100_000;
const FIRST_ID = 8_000_000_000;

const { values: options } = parseArgs({
  options: {
    texts: { type: 'string', default: '20000' },
    messages: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '7' },
    batch: { type: 'string', default: '1000' },
    step: { type: 'string', default: '50' },
  },
});
const texts = Number(options.texts);
const messages = Number(options.messages);
const rounds = Number(options.rounds);
const batch = Number(options.batch);
const step = Number(options.step);
const directory = mkdtempSync(join(tmpdir(), 'payamsms-bench-'));
const file = join(directory, 'store.db');

console.log(`${describeMachine()}\n`);
const store = new SqliteStore(file);
await store.open();
const account = store.account('');
try {
  const handledUs = await inbox();
  const statesASecond = await delivery();
  verdict(
    handledUs <= ALLOWED_HANDLED_US,
    `handled() takes ${rounded(handledUs, 1)} us of CPU; allowed ${ALLOWED_HANDLED_US}`,
  );
  verdict(
    statesASecond >= LEAST_STATES_A_SECOND,
    `${Math.round(statesASecond)} states a second looked for and recorded; wanted ${LEAST_STATES_A_SECOND}`,
  );
} finally {
  await store.close();
  rmSync(directory, { recursive: true, force: true });
}

/** A commit a text, and one for several: the medians of the rounds. */
async function inbox() {
  const { inbox } = account;
  const lease = await account.acquire(`inbox:${NUMBER}`);
  await inbox.startAfter(lease, NUMBER, '0');
  let id = FIRST_ID;
  const next = (count) => Array.from({ length: count }, () => String(id++));
  const handled = await inRounds(texts, () => inbox.handled(lease, NUMBER, next(1)));
  const several = await inRounds(
    texts / step,
    () => inbox.handled(lease, NUMBER, next(step)),
    step,
  );
  const safe = await inRounds(50, () => inbox.intend(lease, NUMBER, new Date()));
  const answer = next(250);
  const asked = await inRounds(200, () => inbox.unhandled(NUMBER, answer), answer.length);
  const known = await inRounds(2000, () => inbox.position(NUMBER));
  console.table({
    'handled(), a text': handled,
    [`handled(), a text of ${step} in one step`]: several,
    'intend(), which waits for the disk': safe,
    'unhandled(), an id of 250': asked,
    [`position(), with ${id - FIRST_ID - 250} handled`]: known,
  });
  await lease.release();
  return handled['CPU us'];
}

async function inRounds(times, work, inEach = 1) {
  const runs = [];
  for (let round = 0; round < rounds; round++) {
    runs.push(
      await measure(async () => {
        for (let n = 0; n < times; n++) await work();
      }),
    );
  }
  const each = (key) => rounded((median(runs.map((run) => run[key])) / times / inEach) * 1e6, 1);
  return { 'CPU us': each('cpu'), 'clock us': each('clock') };
}

/** Follows them all, then asks and records a quarter of them as changed and a quarter as done. */
async function delivery() {
  const { delivery } = account;
  const now = new Date();
  const later = new Date(now.getTime() + 3_600_000);
  const followed = await measure(async () => {
    for (let n = 0; n < messages; n += 250) {
      await delivery.follow(Array.from({ length: 250 }, (_, k) => newFollowed(n + k, now)));
    }
  });
  const lease = await account.acquire('delivery');
  const quarter = Math.floor(messages / 4);
  const changed = await measure(() =>
    settle(quarter, later, (due) => {
      const next = due.map((one) => ({ ...one, dueAt: later, rung: 1, announced: 'Pending' }));
      return delivery.record(lease, next, []);
    }),
  );
  const done = await measure(() => settle(quarter, now, (due) => delivery.record(lease, [], due)));
  console.table({
    'follow(), 250 at a time': row(messages, followed),
    [`due() and record(), ${batch} at a time: changed`]: row(quarter, changed),
    [`due() and record(), ${batch} at a time: done`]: row(quarter, done),
  });
  const bytes = statSync(file).size;
  console.log(
    `${rounded(bytes / 1e6, 1)} MB of file; ${rounded(process.resourceUsage().maxRSS / 1024, 1)} MB resident at the most`,
  );
  return Math.min(quarter / changed.clock, quarter / done.clock);
}

function row(rows, { cpu, clock }) {
  return {
    rows,
    'a second': Math.round(rows / clock),
    'CPU us a row': rounded((cpu / rows) * 1e6, 2),
  };
}

async function settle(count, now, record) {
  for (let n = 0; n < count; n += batch)
    await record(await account.delivery.due('serverId', now, batch));
}

function newFollowed(n, now) {
  return {
    by: 'serverId',
    id: String(FIRST_ID + n),
    customerId: `c${FIRST_ID + n}`,
    startAt: now,
    dueAt: new Date(now.getTime() - messages + n),
  };
}

async function measure(work) {
  const cpu = process.cpuUsage();
  const clock = performance.now();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { cpu: (user + system) / 1e6, clock: (performance.now() - clock) / 1e3 };
}

function verdict(passed, text) {
  console.log(`${passed ? 'PASS' : 'FAIL'}: ${text}`);
  if (!passed) process.exitCode = 1;
}
