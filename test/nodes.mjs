// Runs the whole suite on the Node at hand and on the other lines that package.json supports. Arguments go on to Jest.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fetchRuntime, LINES, noRuntimes } from './runtimes.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const results = mkdtempSync(join(tmpdir(), 'nestjs-payamsms-nodes-'));

if (noRuntimes) {
  console.error(`${noRuntimes} Run \`npm test\` under each Node with a version manager instead.`);
  process.exit(2);
}

function version(node) {
  return spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim();
}

function runSuite(node) {
  const outputFile = join(results, `${version(node)}.json`);
  const started = performance.now();
  const { status } = spawnSync(
    node,
    [
      '--experimental-vm-modules',
      '--no-warnings=ExperimentalWarning',
      join(root, 'node_modules/jest/bin/jest.js'),
      '--json',
      `--outputFile=${outputFile}`,
      ...process.argv.slice(2),
    ],
    {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
      // Whatever a test starts by the name of node is this node too.
      env: { ...process.env, PATH: dirname(node) + delimiter + process.env.PATH },
    },
  );
  const seconds = Number(((performance.now() - started) / 1000).toFixed(1));
  return { seconds, ok: status === 0, ...counts(outputFile) };
}

function counts(outputFile) {
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(outputFile, 'utf8'));
    return { passed: numPassedTests, failed: numFailedTests };
  } catch {
    return { passed: 0, failed: 0 }; // Jest did not get as far as a result.
  }
}

try {
  const nodes = [process.execPath, ...(await Promise.all(LINES.map(fetchRuntime)))];
  const table = {};
  for (const node of nodes) {
    console.log(`\n=== Node ${version(node)}`);
    table[version(node)] = runSuite(node);
  }
  console.table(table);
  process.exitCode = Object.values(table).every(({ ok }) => ok) ? 0 : 1;
} finally {
  rmSync(results, { recursive: true, force: true });
}
