// A fresh process of import.mjs: imports the peers, then what it is given, and tells what each cost.
const peers = [
  'reflect-metadata',
  '@nestjs/common',
  '@nestjs/core',
  '@nestjs/axios',
  '@nestjs/config',
  'axios',
  'rxjs',
];

const peersStarted = performance.now();
for (const peer of peers) await import(peer);
const peersMs = performance.now() - peersStarted;

const specifier = process.argv[2];

function settledMemory() {
  globalThis.gc();
  const { rss, heapUsed } = process.memoryUsage();
  return { rss, heapUsed };
}

const before = settledMemory();
const cpu = process.cpuUsage();
const started = performance.now();
await import(specifier);
const ms = performance.now() - started;
const { user, system } = process.cpuUsage(cpu);
const after = settledMemory();

const mb = (key) => (after[key] - before[key]) / 1e6;
process.stdout.write(
  JSON.stringify({
    peersMs,
    ms,
    cpuMs: (user + system) / 1e3,
    rssMb: mb('rss'),
    heapMb: mb('heapUsed'),
  }),
);
