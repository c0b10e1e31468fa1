// A fresh process of inbox.mjs: reads the same answers with undici and commits each text with libsql alone, and tells what that took.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'undici';
import { openBare } from './bare-sqlite.mjs';

const [url, argument] = process.argv.slice(2);
const total = Number(argument);
const directory = mkdtempSync(join(tmpdir(), 'payamsms-bench-'));
const db = openBare(join(directory, 'bare.sqlite'));
const pool = new Pool(url, { connections: 1 });

const started = performance.now();
const cpuBefore = process.cpuUsage();
let cursor = 0;
let done = 0;
while (done < total) {
  const path = `/report/webservice/mo?number=982000&id=${cursor}`;
  const { body } = await pool.request({ method: 'GET', path });
  for (const { id } of await body.json()) {
    db.handle(id);
    cursor = id;
    done++;
  }
}
const { user, system } = process.cpuUsage(cpuBefore);
const seconds = (performance.now() - started) / 1000;
db.close();
rmSync(directory, { recursive: true });
process.send({ seconds, cpuSeconds: (user + system) / 1e6 }, () => process.exit());
