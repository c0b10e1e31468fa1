import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { requireOnDemand } from '../../lib/store/require-on-demand.js';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'payamsms-driver-'));
  jest.spyOn(process, 'cwd').mockReturnValue(directory);
});

afterEach(() => {
  jest.restoreAllMocks();
  rmSync(directory, { recursive: true });
});

function install(name: string, code: string): void {
  const home = join(directory, 'node_modules', name);
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'index.js'), code);
}

it('loads what this package finds', () => {
  install('libsql', 'module.exports = "of the app"');
  expect(requireOnDemand('libsql')).toBeInstanceOf(Function);
});

it('loads what only the app in the working directory has', () => {
  install('a-driver-of-the-app', 'module.exports = "of the app"');
  expect(requireOnDemand('a-driver-of-the-app')).toBe('of the app');
});

it('says that a driver is not installed', () => {
  expect(() => requireOnDemand('a-driver-of-nobody')).toThrow(/'a-driver-of-nobody'/);
});
