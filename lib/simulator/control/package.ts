import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The package's directory: the nearest one above this module that holds its manifest, bundled or not. */
export const packageDirectory = lookUpwards(dirname(ownFile()));

export async function packageVersion(): Promise<string> {
  const manifest = await readFile(join(packageDirectory, 'package.json'), 'utf8').catch(() => '{}');
  const { version = 'unknown' } = JSON.parse(manifest) as { version?: string };
  return version;
}

/** The first of these paths of the package that exists. */
export function packageFile(...paths: readonly string[]): string | undefined {
  return paths.map((path) => join(packageDirectory, path)).find((path) => existsSync(path));
}

function ownFile(): string {
  return fileURLToPath(import.meta.url);
}

function lookUpwards(directory: string): string {
  const manifest = join(directory, 'package.json');
  const parent = dirname(directory);
  if (existsSync(manifest) || parent === directory) return directory;
  return lookUpwards(parent);
}

/** The directory of a package that is installed in the app of the working directory. */
export function appPackage(name: string, ...through: readonly string[]): string | undefined {
  try {
    let manifest = join(process.cwd(), 'package.json');
    for (const step of [...through, name]) {
      manifest = createRequire(manifest).resolve(`${step}/package.json`);
    }
    return dirname(manifest);
  } catch {
    return undefined;
  }
}
