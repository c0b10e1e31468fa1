// npm run bench:store: what the SQLite store costs. See README.md beside this file.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SqliteStore } from '../dist/store/sqlite/index.js';
import { openBare } from './bare-sqlite.mjs';
import { medianOf, ratioOf, rounded } from './figures.mjs';
import { describeMachine } from './machine.mjs';

const NUMBER = '982000123';
/** CPU, over the same commits and rows with libsql alone. */
const ALLOWED_HANDLED = 1.6;
const ALLOWED_STATES = 1.8;
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
const bare = openBare(join(directory, 'bare.db'));
try {
  const handled = await inbox();
  const states = await delivery();
  verdict(
    handled <= ALLOWED_HANDLED,
    `handled() takes ${rounded(handled, 2)} x the CPU of the same commit bare; allowed ${ALLOWED_HANDLED}`,
  );
  verdict(
    states <= ALLOWED_STATES,
    `looking for states and recording them takes ${rounded(states, 2)} x the CPU of the same rows bare; allowed ${ALLOWED_STATES}`,
  );
} finally {
  bare.close();
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
  let bareId = FIRST_ID;
  const [handled, handledBare] = await inTurns(
    texts,
    () => inbox.handled(lease, NUMBER, next(1)),
    async () => bare.handle(bareId++),
  );
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
    'the same commit bare': rowOf(handledBare, texts),
    'handled(), a text': rowOf(handled, texts),
    [`handled(), a text of ${step} in one step`]: several,
    'intend(), which waits for the disk': safe,
    'unhandled(), an id of 250': asked,
    [`position(), with ${id - FIRST_ID - 250} handled`]: known,
  });
  await lease.release();
  return ratioOf(handled, handledBare, 'cpu');
}

/** Round by round, each work in turn. @returns the rounds of each */
async function inTurns(times, ...works) {
  const runs = works.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, work] of works.entries()) {
      runs[i].push(
        await measure(async () => {
          for (let n = 0; n < times; n++) await work();
        }),
      );
    }
  }
  return runs;
}

async function inRounds(times, work, inEach = 1) {
  const [runs] = await inTurns(times, work);
  return rowOf(runs, times * inEach);
}

function rowOf(runs, count) {
  const each = (key) => rounded((medianOf(runs, key) / count) * 1e6, 1);
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
  const bareStates = await deliveryBare(now, later);
  console.table({
    'follow(), 250 at a time': row(messages, followed),
    [`due() and record(), ${batch} at a time: changed`]: row(quarter, changed),
    [`due() and record(), ${batch} at a time: done`]: row(quarter, done),
    'bare: changed': row(quarter, bareStates.changed),
    'bare: done': row(quarter, bareStates.done),
  });
  const bytes = statSync(file).size;
  console.log(
    `${rounded(bytes / 1e6, 1)} MB of file; ${rounded(process.resourceUsage().maxRSS / 1024, 1)} MB resident at the most`,
  );
  return (changed.cpu + done.cpu) / (bareStates.changed.cpu + bareStates.done.cpu);
}

/** The same rows with libsql alone, read and written as the store does it. */
async function deliveryBare(now, later) {
  for (let n = 0; n < messages; n += 250) {
    bare.follow(
      Array.from({ length: 250 }, (_, k) => {
        const { id, customerId, startAt, dueAt } = newFollowed(n + k, now);
        return [id, customerId, startAt.getTime(), dueAt.getTime()];
      }),
    );
  }
  const quarter = Math.floor(messages / 4);
  const each = (atMs, record) => () => {
    for (let n = 0; n < quarter; n += batch) record(bare.due(atMs, batch).map(([id]) => id));
  };
  const change = (ids) => bare.change(ids.map((id) => [id, later.getTime(), 1, 'Pending']));
  return {
    changed: await measure(async () => each(later.getTime(), change)()),
    done: await measure(async () => each(now.getTime(), (ids) => bare.remove(ids))()),
  };
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
