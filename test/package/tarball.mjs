import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './shell.mjs';

const required = [
  'CHANGELOG.md',
  'LICENSE',
  'README.fa.md',
  'README.md',
  'contract/READING.md',
  'contract/payamsms.openapi.yaml',
  'dist/LICENSES.txt',
  'dist/simulator/page/favicon.svg',
  'dist/simulator/page/index.html',
  'dist/simulator/simulator.openapi.yaml',
  'package.json',
];

/** Packs the project as `npm publish` would (prepack builds it) and names the file and what is in it. */
export async function pack(root, into) {
  const output = await run('npm', ['pack', '--json', '--silent', '--pack-destination', into], {
    cwd: root,
  });
  // What prepack prints may come first; the answer is the JSON list at the end.
  const [packed] = JSON.parse(output.slice(output.search(/^\[/m)));
  return { file: join(into, packed.filename), paths: packed.files.map(({ path }) => path) };
}

const built = (path) =>
  /^dist\/.+\.(js|cjs|d\.ts|d\.cts)$/.test(path) ||
  /^dist\/simulator\/page\/assets\/[\w-]+\.(css|svg)$/.test(path);

export function checkContents(root, paths) {
  const missing = required.filter((path) => !paths.includes(path));
  const extra = paths.filter((path) => !required.includes(path) && !built(path));
  assert.deepEqual({ missing, extra }, { missing: [], extra: [] });

  const tests = paths.filter((path) => /\.(spec|test)\./.test(path));
  assert.deepEqual(tests, [], 'tests are not shipped');

  const { main, types, exports, typesVersions, bin } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  const named = [main, types, exports, typesVersions, bin]
    .flatMap(pathsIn)
    .filter((to) => to.startsWith('./dist/'))
    .map((to) => to.slice(2));
  assert.deepEqual(
    named.filter((path) => !paths.includes(path)),
    [],
    'package.json points at files that are not there',
  );
}

/** All texts in a field of package.json, however deep. */
function pathsIn(field) {
  return typeof field === 'string' ? field : Object.values(field).flatMap(pathsIn);
}

export async function publint(root, file) {
  const output = await run('npx', ['--no-install', 'publint', 'run', file, '--strict'], {
    cwd: root,
  });
  assert.match(output, /All good!/);
}

export async function attw(root, file) {
  await run('npx', ['--no-install', 'attw', file, '--profile', 'strict'], { cwd: root });
}
