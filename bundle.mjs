// Puts what tsc made in build/ together into one file for each entry of package.json: loading a hundred small modules would
// cost three times what importing the package does.
import { build } from 'esbuild';
import { readFile } from 'node:fs/promises';

const { exports, bin, dependencies, peerDependencies } = JSON.parse(
  await readFile('package.json', 'utf8'),
);
const published = [...Object.values(exports).map((entry) => entry.default), ...Object.values(bin)];
const entryPoints = [...new Set(published)]
  .filter((file) => file?.endsWith('.js'))
  .map((file) => file.replace('./dist/', 'build/'));

// Its ten modules take as long to load as all of ours, and a tenth of them is what we need.
const BUNDLED = 'lossless-json';
const external = Object.keys({ ...dependencies, ...peerDependencies }).flatMap((name) =>
  name === BUNDLED ? [] : [name, `${name}/*`],
);

/**
 * A decorated class leaves tsc as `let A = class A { … }`, whose inner name esbuild changes to A2. Without it the class takes
 * its name from the variable. (esbuild's `keepNames` would name every function, each time that one is made.)
 */
const classNames = {
  name: 'class-names',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]build[\\/].*\.js$/ }, async ({ path }) => {
      const code = await readFile(path, 'utf8');
      return { contents: code.replace(/^let (\w+) = class \1\b/gm, 'let $1 = class') };
    });
  },
};

await build({
  entryPoints,
  plugins: [classNames],
  bundle: true,
  splitting: true,
  external,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  outdir: 'dist',
  outbase: 'build',
  logLevel: 'warning',
});
