// Puts what tsc made in build/ together into a few files: loading a hundred small modules would cost three times what
// importing the package does. Each file comes as an ES module and as CommonJS, and so do the types.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pointToCommonJs, toCommonJs } from './common-js.mjs';
import { commands, entries, external, MAIN } from './entries.mjs';
import { bundleEsModules } from './es-modules.mjs';
import { licencesOf } from './licences.mjs';

const { files, modules } = await bundleEsModules(entries, { main: MAIN, external });
for (const [file, code] of files) {
  await write(file, code);
  if (!commands.includes(file)) await write(asCommonJs(file), await toCommonJs(code));
}

for (const name of await readdir('dist', { recursive: true })) {
  if (!name.endsWith('.d.ts')) continue;
  const file = join('dist', name);
  await write(asCommonJs(file), pointToCommonJs(await readFile(file, 'utf8')));
}

// The page is made with Preact.
await write('dist/LICENSES.txt', await licencesOf(modules, ['preact']));

function asCommonJs(file) {
  return file.replace(/\.([jt]s)$/, '.c$1');
}

async function write(file, content) {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
}
