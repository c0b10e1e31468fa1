// Puts what tsc made in build/ together into a few files: loading a hundred small modules would cost three times what
// importing the package does.
import { build } from 'esbuild';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, relative } from 'node:path';

const { exports, bin, dependencies, peerDependencies } = JSON.parse(
  await readFile('package.json', 'utf8'),
);
const published = [...Object.values(exports).map((entry) => entry.default), ...Object.values(bin)];
const entryPoints = [...new Set(published)]
  .filter((file) => file?.endsWith('.js'))
  .map((file) => file.replace('./dist/', 'build/'));

/**
 * What leaves tsc, in the words that load best.
 *
 * - A decorated class is `let A = class A { … }`, whose inner name esbuild changes to A2. Without it the class takes its name
 *   from the variable. (esbuild's `keepNames` would name every function, each time that one is made.)
 * - One letter beyond ASCII, and the engine keeps and reads two bytes for each letter of the whole file. esbuild escapes all
 *   but those in regular expressions.
 */
const readyToLoad = {
  name: 'ready-to-load',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]build[\\/].*\.js$/ }, async ({ path }) => {
      const code = await readFile(path, 'utf8');
      const contents = code
        .replace(/^let (\w+) = class \1\b/gm, 'let $1 = class')
        .replace(/[^\0-\x7F]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
      return { contents };
    });
  },
};

/** By its folder, or from within it. */
const ERRORS = /(?:\/errors|^\.)\/[\w-]+\.error\.js$/;

/**
 * An error is known by its class, so the parts that are loaded later take theirs from the main entry. Of all else that they
 * share with it they have copies, for each file more is time that every import takes: functions, and classes such as `Cutoff`
 * that nobody asks an `instanceof` for.
 *
 * @param main the main entry, as the part's file has to name it
 */
const errorsOf = (main) => ({
  name: 'errors-of-main',
  setup({ onResolve }) {
    onResolve({ filter: ERRORS }, () => ({ path: main, external: true }));
  },
});

const loadedLater = {
  name: 'loaded-later',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/background\.js$/ }, ({ path }) => ({ path, external: true }));
  },
};

const bundled = new Set();

/** @returns the modules that went in */
async function bundle(entries, ...plugins) {
  const { metafile } = await build({
    entryPoints: entries,
    plugins: [readyToLoad, ...plugins],
    bundle: true,
    splitting: true,
    external: Object.keys({ ...dependencies, ...peerDependencies }).flatMap((name) => [
      name,
      `${name}/*`,
    ]),
    format: 'esm',
    platform: 'node',
    target: 'node20',
    outdir: 'dist',
    outbase: 'build',
    logLevel: 'warning',
    metafile: true,
  });
  const modules = Object.keys(metafile.inputs);
  for (const module of modules) {
    const library = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(module)?.[1];
    if (library) bundled.add(library);
  }
  return modules;
}

const MAIN = 'build/index.js';
const isSimulator = (entry) => entry.startsWith('build/simulator/');
const parts = entryPoints.filter((entry) => entry !== MAIN && !isSimulator(entry));

await bundle([MAIN], loadedLater);
await bundle(entryPoints.filter(isSimulator));
for (const part of ['build/background.js', ...parts]) {
  const main = relative(dirname(part), MAIN);
  const modules = await bundle([part], errorsOf(main.startsWith('.') ? main : `./${main}`));
  const doubled = modules.filter((module) => ERRORS.test(module));
  if (doubled.length > 0)
    throw new Error(`${part} brings error classes of its own: ${doubled.join(', ')}`);
}

// Of small libraries the few functions we use travel in the bundles, and their licences with them; and so does what the page
// is made with.
const licences = await Promise.all(
  [...bundled, 'preact']
    .toSorted((a, b) => a.localeCompare(b))
    .map(async (name) => {
      const licence = await readLicence(`node_modules/${name}`);
      return `${name}\n\n${licence.trim()}\n`;
    }),
);
await writeFile('dist/LICENSES.txt', licences.join('\n---\n\n'));

async function readLicence(directory) {
  const file = (await readdir(directory)).find((name) => /^licen[cs]e/i.test(name));
  if (!file) throw new Error(`${directory} has no licence to ship`);
  return readFile(`${directory}/${file}`, 'utf8');
}
