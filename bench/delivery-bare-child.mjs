// A fresh process of delivery.mjs: asks for the same states with undici, reads and records the same rows with libsql alone, and tells
// what that took.
import { Pool } from 'undici';
import { openBare } from './bare-sqlite.mjs';

const PAGE = 2_000;
const CALL = 250;
const CALLS_AT_ONCE = 8;

const [file, argument, url] = process.argv.slice(2);
const count = Number(argument);
const db = openBare(file);
const pool = new Pool(url, { connections: CALLS_AT_ONCE });

async function statesOf(ids) {
  const path = `/report/webservice/status?byCustomer=false${ids.map((id) => `&ids=${id}`).join('')}`;
  const { body } = await pool.request({ method: 'GET', path });
  return body.json();
}

const { user, system } = process.cpuUsage();
const started = performance.now();
let done = 0;
while (done < count) {
  const rows = db.due(Date.now(), PAGE);
  const calls = [];
  for (let at = 0; at < rows.length; at += CALL) {
    calls.push(statesOf(rows.slice(at, at + CALL).map(([id]) => id)));
  }
  const states = (await Promise.all(calls)).flat();
  if (states.length !== rows.length) throw new Error(`${states.length} of ${rows.length} states`);
  db.remove(rows.map(([id]) => id));
  done += rows.length;
}
const seconds = (performance.now() - started) / 1000;
const cpu = process.cpuUsage({ user, system });
db.close();
process.send(
  {
    seconds,
    cpuMicros: (cpu.user + cpu.system) / count,
    maxRss: process.resourceUsage().maxRSS / 1024,
  },
  () => process.exit(),
);
