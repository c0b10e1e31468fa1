// The ES modules of dist/.
import { build } from 'esbuild';
import { basename } from 'node:path';
import { readyToLoad } from './ready-to-load.mjs';

/** What the files of the main entry and of all parts share. */
export const CORE = 'dist/core.js';

const MAIN_FILE = 'dist/index.js';

/**
 * Bundles the entries. esbuild puts what several entries reach into a file that they share: no module is in two files.
 *
 * It makes such a file for each set of entries, and each file more is time that every import takes. So each entry but those of
 * the simulator, which is its own world, imports the main one: all that the main entry reaches is then reached by the same set,
 * and becomes one file, the core.
 *
 * @param entries paths of what tsc made
 * @param options `main`, one of the entries, and `external`, packages that stay outside
 * @returns `files`: by the path of each, its code; `modules`: the paths of what went in
 */
export async function bundleEsModules(entries, { main, external }) {
  const parts = entries.filter((entry) => entry !== main && !entry.startsWith('build/simulator/'));
  const { outputFiles, metafile } = await build({
    entryPoints: entries,
    plugins: [readyToLoad(main, parts)],
    bundle: true,
    // `sideEffects: false` of our own package.json, by which the parts' import of the main entry would be left out.
    ignoreAnnotations: true,
    splitting: true,
    external,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    outdir: 'dist',
    outbase: 'build',
    logLevel: 'warning',
    metafile: true,
    write: false,
  });
  checkNothingIsDoubled(metafile.outputs);
  const core = findCore(metafile.outputs);
  const texts = outputFiles.map(({ text }) => text.replaceAll(basename(core), basename(CORE)));
  const names = Object.keys(metafile.outputs).map((name) => (name === core ? CORE : name));
  return {
    files: new Map(names.map((name, index) => [name, texts[index]])),
    modules: Object.keys(metafile.inputs),
  };
}

/** The only file of dist/ that the main entry loads; it loads no further one by itself. */
function findCore(outputs) {
  const shared = loadedBy(outputs[MAIN_FILE]);
  const [core] = shared;
  const further = core ? loadedBy(outputs[core]) : [];
  if (shared.length !== 1 || further.length > 0) {
    throw new Error(
      `${MAIN_FILE} loads ${[...shared, ...further].join(', ')}, and should load the core alone`,
    );
  }
  return core;
}

function loadedBy({ imports }) {
  return imports
    .filter(({ kind, external }) => kind === 'import-statement' && !external)
    .map(({ path }) => path);
}

function checkNothingIsDoubled(outputs) {
  const placed = new Map();
  for (const [file, { inputs }] of Object.entries(outputs)) {
    for (const module of Object.keys(inputs)) {
      const other = placed.get(module);
      if (other)
        throw new Error(`${module} is in ${other} and in ${file}: two copies of its classes`);
      placed.set(module, file);
    }
  }
}
