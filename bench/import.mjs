// npm run bench:import: what `import 'nestjs-payamsms'` costs an app that has its peers loaded already. See README.md.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describeMachine } from './machine.mjs';
import { median } from './median.mjs';

const RUNS = 10;
const ALLOWED = { percentOfPeers: 4, rssMb: 3, heapMb: 3 };
const child = fileURLToPath(new URL('import-child.mjs', import.meta.url));

// The empty module is what an import costs that brings nothing.
const subjects = {
  'an empty module': 'data:text/javascript,',
  'nestjs-payamsms': new URL('../dist/index.js', import.meta.url).href,
};

function measure(specifier) {
  const args = ['--expose-gc', child, specifier];
  const { peersMs, ...cost } = JSON.parse(
    execFileSync(process.execPath, args, { encoding: 'utf8' }),
  );
  return { peersMs, ...cost, percentOfPeers: (cost.ms / peersMs) * 100 };
}

const runs = Object.fromEntries(Object.keys(subjects).map((name) => [name, []]));
for (let run = -1; run < RUNS; run++) {
  for (const [name, specifier] of Object.entries(subjects)) {
    const cost = measure(specifier);
    if (run >= 0) runs[name].push(cost); // The first run fills the file cache.
  }
}

// CPU time is shown because, on a busy machine, it says whether the clock measured us or the neighbours.
const figures = (name) =>
  Object.fromEntries(
    ['peersMs', 'ms', 'cpuMs', 'percentOfPeers', 'rssMb', 'heapMb'].map((key) => [
      key,
      Number(median(runs[name].map((cost) => cost[key])).toFixed(2)),
    ]),
  );

console.log(`${describeMachine()}
Import over the Nest peers, axios, rxjs and reflect-metadata; medians of ${RUNS} fresh processes\n`);
const costs = figures('nestjs-payamsms');
console.table({
  'an empty module': figures('an empty module'),
  'nestjs-payamsms': costs,
  allowed: ALLOWED,
});

const over = Object.keys(ALLOWED).filter((key) => costs[key] > ALLOWED[key]);
console.log(over.length === 0 ? 'PASS' : `FAIL: ${over.join(', ')} over the figure`);
process.exitCode = over.length === 0 ? 0 : 1;
