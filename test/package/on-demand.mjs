import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './shell.mjs';

/** What is loaded for an app that names a store, and for no other. */
const DRIVERS = ['ioredis', 'pg', 'libsql'];

/** The drivers that a script has loaded, at its end. */
const script = (work) => `
  import { createRequire } from 'node:module';
  ${work}
  const loaded = Object.keys(createRequire(import.meta.url).cache);
  const has = (name) => loaded.some((path) => path.split('/').lastIndexOf(name) === path.split('/').lastIndexOf('node_modules') + 1);
  console.log(JSON.stringify(${JSON.stringify(DRIVERS)}.filter(has)));
  process.exit();`;

const USES = {
  "await import('./dist/index.js');": [],
  "createRequire(import.meta.url)('./dist/index.cjs');": [],
  // Nothing answers there: the driver is looked for when a store opens.
  "const { RedisStore } = await import('./dist/store/redis/index.js'); new RedisStore({ url: 'redis://127.0.0.1:1' });":
    [],
  "const { PostgresStore } = await import('./dist/store/postgres/index.js'); await new PostgresStore({ url: 'postgres://127.0.0.1:1/a' }).open().catch(() => {});":
    ['pg'],
  "const { RedisStore } = await import('./dist/store/redis/index.js'); void new RedisStore({ url: 'redis://127.0.0.1:1' }).open();":
    ['ioredis'],
};

/** An app that imports the main entry alone loads no driver of a store. @param root where the package has been built */
export async function checkOnDemand(root) {
  const file = join(root, 'build/on-demand.mjs');
  for (const [use, drivers] of Object.entries(USES)) {
    writeFileSync(file, script(use.replaceAll("'./dist/", "'../dist/")));
    const output = await run(process.execPath, [file], { cwd: root, timeoutMs: 60_000 });
    assert.deepEqual(JSON.parse(output.trim().split('\n').at(-1)), drivers, use);
  }
}
