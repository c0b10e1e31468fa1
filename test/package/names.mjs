import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { publicNames } from './public-names.mjs';
import { run } from './shell.mjs';

// [key, the name that a class or a function calls itself by]
const print = (load) =>
  `const named = (value) => (typeof value === 'function' ? value.name : null);
  console.log(JSON.stringify(Object.entries(${load}).map(([key, value]) => [key, named(value)])))`;

/** What a consumer that has installed the package can import is what `public-names.mjs` says, no more and no less. */
export async function checkNames(cwd) {
  const home = join(cwd, 'node_modules/nestjs-payamsms');
  const { name, exports } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  const entries = Object.keys(exports).filter((entry) => entry !== './package.json');
  assert.deepEqual(entries.toSorted(), Object.keys(publicNames).toSorted(), 'the entries');

  const declaredNames = readDeclarations(
    entries.map((entry) => join(home, exports[entry].import.types)),
  );
  for (const entry of entries) {
    const from = JSON.stringify(join(name, entry));
    const { values, types } = publicNames[entry];
    const imported = await entriesOf(cwd, ['--input-type=module'], `await import(${from})`);
    compare(`import ${from}`, keys(imported), values);
    checkClassNames(from, imported);
    // Node hands require() the ES module; Jest takes the file that is named here.
    const commonJs = JSON.stringify(join(home, exports[entry].require.default));
    for (const name of [from, commonJs]) {
      const required = await entriesOf(cwd, ['--no-warnings'], `require(${name})`);
      compare(`require ${name}`, keys(required).filter(isPublic), values);
      checkClassNames(name, required);
    }
    const declared = declaredNames(join(home, exports[entry].import.types));
    compare(`types of ${from}`, declared, [...values, ...types]);
  }
}

// Node adds these marks to what require() hands a CommonJS caller.
const isPublic = (key) => key !== '__esModule' && key !== 'module.exports';

const keys = (entries) => entries.map(([key]) => key);

async function entriesOf(cwd, flags, load) {
  const args = [...flags, '-e', print(load)];
  return JSON.parse(await run(process.execPath, args, { cwd, timeoutMs: 60_000 }));
}

/** Nest's errors and logs, and stacks, call a class by its own name; a bundler may have changed that. */
function checkClassNames(from, entries) {
  const renamed = entries.filter(([key, own]) => /^[A-Z]/.test(own ?? '') && own !== key);
  assert.deepEqual(renamed, [], `classes of ${from} that go by another name`);
}

/** @returns what gives, for one of these files, the names that it declares */
function readDeclarations(files) {
  const options = { module: ts.ModuleKind.NodeNext, skipLibCheck: true, types: [] };
  const program = ts.createProgram(files, options);
  const checker = program.getTypeChecker();
  return (file) => {
    const entry = checker.getSymbolAtLocation(program.getSourceFile(file));
    return checker.getExportsOfModule(entry).map((symbol) => symbol.name);
  };
}

function compare(where, actual, pinned) {
  const added = actual.filter((name) => !pinned.includes(name)).toSorted();
  const gone = pinned.filter((name) => !actual.includes(name)).toSorted();
  const hint = `${where}: added [${added}], gone [${gone}]; if that is meant, say so in test/package/public-names.mjs`;
  assert.ok(added.length === 0 && gone.length === 0, hint);
}
