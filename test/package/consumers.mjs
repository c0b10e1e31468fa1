import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundlers } from './bundlers.mjs';
import { checkCommand } from './command.mjs';
import { checkIdentity } from './identity.mjs';
import { checkNames } from './names.mjs';
import { run } from './shell.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const fixtures = join(root, 'test/package/fixtures');
const install = ['install', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];

/** The longest first: two are under way at a time. */
export const consumers = [
  // The store says how SqliteStore fares: libsql is not installed everywhere.
  {
    fixture: 'nest11-cli',
    title: 'CommonJS, Nest 11 as its CLI made it, with its companions',
    sources: 'src',
    jest: [],
    bundlers: ['webpack of nest build', 'webpack', 'esbuild'],
    store: 'no-driver',
  },
  {
    fixture: 'esm-nest12',
    title: 'ESM, Nest 12',
    jest: ['--experimental-vm-modules'],
    bundlers: ['webpack', 'esbuild'],
    whole: true,
  },
  { fixture: 'cjs-nest12', title: 'CommonJS, Nest 12' },
  { fixture: 'oldest-peers', title: 'ESM, the oldest of every peer', oldest: true },
];

/** A consumer's life: install the tarball, compile, boot, run its own tests, be bundled. */
export async function tryOut(report, consumer, { into, tarball }) {
  const cwd = join(into, consumer.fixture);
  const { store = 'keeps 1' } = consumer;
  const check = (what, work) => report.check(`${consumer.title}: ${what}`, work);

  const installed = await check('installs', () => installConsumer(consumer, cwd, tarball));
  if (!installed) return;

  const compiled = await check('compiles', () => run('npx', ['--no-install', 'tsc'], { cwd }));
  if (compiled) {
    await check('boots, sends, reads the balance and ends', () => boot(cwd, 'dist/main.js', store));
  }
  if (consumer.whole) {
    await check('imports the public names', () => checkNames(cwd));
    await check('has one copy of each, on each line of Node', () => checkIdentity(cwd));
    await check('runs payamsms-simulator', () => checkCommand(cwd));
  }
  if (compiled && consumer.jest) {
    const args = [...consumer.jest, 'node_modules/jest/bin/jest.js'];
    await check('passes its own Jest tests', () => run(process.execPath, args, { cwd }));
  }
  for (const name of compiled ? (consumer.bundlers ?? []) : []) {
    await check(`boots as ${name} bundles it`, async () =>
      boot(cwd, await bundlers[name](cwd), store),
    );
  }
}

async function installConsumer({ fixture, sources = '.', jest, oldest }, cwd, tarball) {
  for (const shared of jest ? ['app', 'jest'] : ['app']) {
    cpSync(join(fixtures, shared), join(cwd, sources), { recursive: true });
  }
  cpSync(join(fixtures, fixture), cwd, { recursive: true });
  const manifest = join(cwd, 'package.json');
  const description = JSON.parse(readFileSync(manifest, 'utf8'));
  if (oldest) Object.assign(description.dependencies, oldestPeers());
  description.dependencies['nestjs-payamsms'] = `file:${tarball}`;
  writeFileSync(manifest, JSON.stringify(description, null, 2));
  // Peer ranges that do not fit together fail here.
  await run('npm', install, { cwd });
}

/** The lowest version that each peer range of package.json lets in. */
function oldestPeers() {
  const { peerDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return Object.fromEntries(
    Object.entries(peerDependencies).map(([name, range]) => [name, /\d+\.\d+\.\d+/.exec(range)[0]]),
  );
}

async function boot(cwd, file, store) {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('PAYAMSMS_')),
  );
  const output = await run(process.execPath, [file], { cwd, env, timeoutMs: 60_000 });
  assert.deepEqual(
    output.match(/^booted .+$/gm),
    ['booted forRoot', 'booted forRootAsync'],
    output,
  );
  assert.deepEqual(output.match(/^SqliteStore .+$/gm), [`SqliteStore ${store}`], output);
}
