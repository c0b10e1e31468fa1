import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { toCommonJs } from '../../bundle/common-js.mjs';
import { commands, entries, external, MAIN } from '../../bundle/entries.mjs';
import { bundleEsModules } from '../../bundle/es-modules.mjs';

const PROBE = 'build/probe.js';

/**
 * An entry that takes services, tokens and errors of the core has the very same, as ES modules and as CommonJS.
 *
 * @param root where the package has been built
 */
export async function checkOneCore(root) {
  const wanted = {
    SmsService: './sms/sms.service.js',
    PayamSmsStoreError: './errors/store.error.js',
    SETTINGS: './settings/settings.js',
  };
  const lines = Object.entries(wanted).map(([name, from]) => `export { ${name} } from '${from}';`);
  writeFileSync(join(root, PROBE), lines.join('\n'));
  const { files } = await bundleEsModules([...entries, PROBE], { main: MAIN, external });
  // Within the project, where its peers are found.
  const home = join(root, 'build/with-probe');
  for (const [file, code] of files) {
    mkdirSync(dirname(join(home, file)), { recursive: true });
    writeFileSync(join(home, file), code);
    if (commands.includes(file)) continue;
    writeFileSync(join(home, file.replace(/js$/, 'cjs')), await toCommonJs(code));
  }
  const require = createRequire(join(home, 'package.json'));
  const esm = (file) => import(pathToFileURL(join(home, file)).href);
  checkSame(await esm('dist/index.js'), await esm('dist/probe.js'));
  checkSame(require('./dist/index.cjs'), require('./dist/probe.cjs'));
}

function checkSame(main, probe) {
  assert.equal(probe.SmsService, main.SmsService);
  assert.equal(probe.PayamSmsStoreError, main.PayamSmsStoreError);
}
