import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fetchRuntime, LINES, noRuntimes } from '../runtimes.mjs';
import { publicNames } from './public-names.mjs';
import { run } from './shell.mjs';

/** What an app gets by `import()` and by `require()` in one process are the same objects, on each line of Node. */
export async function checkIdentity(cwd) {
  const names = Object.keys(publicNames).map((entry) => join('nestjs-payamsms', entry));
  const script = `
    import assert from 'node:assert/strict';
    import { createRequire } from 'node:module';
    const require = createRequire(import.meta.url);
    for (const [index, name] of ${JSON.stringify(names)}.entries()) {
      // One is first in turn.
      const early = index % 2 === 0 ? require(name) : undefined;
      const imported = await import(name);
      const required = early ?? require(name);
      for (const key of Object.keys(imported)) assert.equal(required[key], imported[key], name + ' ' + key);
    }
    const { PayamSmsStoreError } = require('nestjs-payamsms');
    const { SqliteStore } = await import('nestjs-payamsms/sqlite');
    const error = await new SqliteStore('/nowhere/payamsms.db').open().catch((thrown) => thrown);
    assert.ok(error instanceof PayamSmsStoreError, String(error));`;
  writeFileSync(join(cwd, 'identity.mjs'), script);
  const others = noRuntimes ? [] : await Promise.all(LINES.map(fetchRuntime));
  for (const node of [process.execPath, ...others]) {
    await run(node, ['identity.mjs'], { cwd, timeoutMs: 60_000 });
  }
}
