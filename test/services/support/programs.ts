import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Debian keeps the programs of PostgreSQL off the path, a directory for each version. */
const POSTGRES_VERSIONS = '/usr/lib/postgresql';

/**
 * @param name of a program
 * @param debianPackage that has it
 * @returns its path
 * @throws where the machine has none, with the command that installs it
 */
export function findProgram(name: string, debianPackage: string): string {
  const directories = [...postgresDirectories(), ...(process.env.PATH ?? '').split(delimiter)];
  const found = directories
    .map((directory) => join(directory, name))
    .find((path) => existsSync(path));
  if (found) return found;
  throw new Error(
    `These tests start ${name}, which this machine has not: on Debian, apt-get install ${debianPackage}`,
  );
}

function postgresDirectories(): string[] {
  if (!existsSync(POSTGRES_VERSIONS)) return [];
  return readdirSync(POSTGRES_VERSIONS)
    .toSorted((a, b) => Number(b) - Number(a))
    .map((version) => join(POSTGRES_VERSIONS, version, 'bin'));
}

/** PostgreSQL refuses to run as root: whom it runs as then. `undefined` for any other user, who runs it himself. */
export function unprivileged(): { uid: number; gid: number } | undefined {
  return process.getuid?.() === 0 ? { uid: nobodysId('-u'), gid: nobodysId('-g') } : undefined;
}

function nobodysId(option: string): number {
  return Number(execFileSync('id', [option, 'nobody'], { encoding: 'utf8' }));
}
