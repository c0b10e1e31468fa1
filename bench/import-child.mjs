// A fresh process of import.mjs: imports the peers, then what it is given, and tells what the latter cost.
import 'reflect-metadata';
import '@nestjs/common';
import '@nestjs/core';
import '@nestjs/axios';
import '@nestjs/config';
import 'axios';
import 'rxjs';

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
  JSON.stringify({ ms, cpuMs: (user + system) / 1e3, rssMb: mb('rss'), heapMb: mb('heapUsed') }),
);
