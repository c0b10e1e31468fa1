// npm run bench: what sends cost in CPU. See README.md beside this file.
import { parseArgs } from 'node:util';
import { describeMachine } from './machine.mjs';

const PARTS = ['single', 'batches', 'own-work'];

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string', default: '7' },
    windowMs: { type: 'string', default: '500' },
    warmUpMs: { type: 'string', default: '4000' }, // Until all that a stream runs is compiled.
  },
});
const parts = options.only?.split(',') ?? PARTS;
const unknown = parts.filter((part) => !PARTS.includes(part));
if (unknown.length > 0)
  throw new Error(`--only takes ${PARTS.join(', ')}; got ${unknown.join(', ')}`);
const windows = {
  rounds: Math.max(7, Number(options.rounds)),
  windowMs: Math.max(400, Number(options.windowMs)),
  warmUpMs: Number(options.warmUpMs),
};

for (const part of parts) {
  console.log(`\n${describeMachine()}`);
  const { run } = await import(`./${part}.mjs`);
  const { passed, verdict } = await run(windows);
  console.log(`${passed ? 'PASS' : 'FAIL'}: ${verdict}`);
  if (!passed) process.exitCode = 1;
}
