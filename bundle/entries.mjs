import { readFile } from 'node:fs/promises';

const manifest = JSON.parse(await readFile('package.json', 'utf8'));

/** The main entry, whose code is the core. */
export const MAIN = 'build/index.js';

/** Files that are run, never imported. */
export const commands = Object.values(manifest.bin).map((file) => file.replace('./', ''));

const imported = Object.values(manifest.exports).flatMap(({ import: esm }) => esm?.default ?? []);

/** What the core loads on demand. */
const onDemand = [
  'dist/background.js',
  'dist/sms/stream/message-stream.js',
  'dist/store/memory/memory-store.js',
  'dist/store/store-at.js',
];

/** What tsc made of the published entries, and of what the core loads on demand. */
export const entries = [
  ...new Set([...imported.map((file) => file.replace('./', '')), ...commands]),
  ...onDemand,
].map((file) => file.replace('dist/', 'build/'));

/** What an app installs beside this package, or with it. */
export const external = Object.keys({
  ...manifest.dependencies,
  ...manifest.peerDependencies,
}).flatMap((name) => [name, `${name}/*`]);
