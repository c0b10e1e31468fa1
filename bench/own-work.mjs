// What the module does itself for a message, with the network taken out: the third part of `npm run bench`.
import { runChild } from './child.mjs';
import { medianOf, rounded } from './figures.mjs';
import { median } from './median.mjs';
import { inRounds } from './window.mjs';

/** Over making and reading the same JSON. */
const ALLOWED = 1.5;
const STUB = 'the stub alone';
const JSON_AND_STUB = 'JSON and the stub';
const STREAM = 'SmsService.stream';

export async function run({ rounds, windowMs, warmUpMs }) {
  console.log(`The module's own work: axios' adapter is replaced by a stub that answers at once; plain numbers, Persian texts of 70
characters; medians of ${rounds} rounds, each in a fresh process that warms up for ${warmUpMs} ms and is measured for ${windowMs} ms\n`);
  const measure = (name) => runChild('own-work-child.mjs', [name, warmUpMs, windowMs]);
  const windows = await inRounds([STUB, JSON_AND_STUB, STREAM], rounds, measure);

  const over = (name, base) =>
    median(windows[name].map(({ micros }, round) => micros - windows[base][round].micros));
  const table = {};
  for (const name of [STUB, JSON_AND_STUB, STREAM]) {
    table[name] = {
      'CPU us a message': rounded(medianOf(windows[name], 'micros'), 2),
      'over the stub': rounded(over(name, STUB), 2),
      'over JSON and the stub': rounded(over(name, JSON_AND_STUB), 2),
    };
  }
  console.table(table);

  // What the stub costs is nobody's.
  const shares = windows[STREAM].map(({ micros }, round) => {
    const stub = windows[STUB][round].micros;
    return (
      (micros - windows[JSON_AND_STUB][round].micros) /
      (windows[JSON_AND_STUB][round].micros - stub)
    );
  });
  const own = median(shares);
  return {
    passed: own <= ALLOWED,
    verdict: `the module's own work is ${own.toFixed(2)} x making and reading the same JSON; allowed ${ALLOWED}`,
  };
}
