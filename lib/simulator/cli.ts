#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { runCommand } from './command/command.js';

const manifest: { version: string } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
);

const stop = new AbortController();
// Not `once`: under npx a Ctrl-C arrives twice, and the second must not end the process while the state is saved.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const) {
  process.on(signal, () => stop.abort());
}
// A program such as `head` may close the output early; a closed terminal fails at each line.
process.stdout.on('error', () => stop.abort());
process.stderr.on('error', () => stop.abort());

process.exitCode = await runCommand(process.argv.slice(2), {
  version: manifest.version,
  out: (line) => console.log(line),
  error: (line) => console.error(line),
  stopped: stop.signal,
});
