// What very many sends cost in CPU, a message: the second table of `npm run bench`.
import { AT_ONCE, BASE, BATCH, CONTENDERS, OURS } from './batch-contenders.mjs';
import { runChild } from './child.mjs';
import { medianOf, percent, ratioOf, ratioRange, rounded } from './figures.mjs';
import { isPresent } from './peers.mjs';
import { startServer } from './server-process.mjs';
import { inRounds } from './window.mjs';

/** How often what each is held against. */
const ALLOWED = { 'SmsService.stream': 1.5, 'SmsService.sendMany': 1.3 };
const AIM = 1.35;

export async function run({ rounds, windowMs, warmUpMs }) {
  console.log(`CPU a message: ${BATCH} a call where the client can, ${AT_ONCE} calls at once; medians of ${rounds} rounds,
each in a fresh process that warms up for ${warmUpMs} ms and is then measured for ${windowMs} ms\n`);
  const names = Object.keys(CONTENDERS).filter(isPresent);
  const server = await startServer();
  const measure = (name) => runChild('batch-child.mjs', [name, server.url, warmUpMs, windowMs]);
  const windows = await inRounds(names, rounds, measure);
  server.stop();

  const table = {};
  for (const name of names) {
    const [lowest, highest] = ratioRange(windows[name], windows[BASE]);
    table[name] = {
      'CPU us': rounded(medianOf(windows[name], 'micros'), 2),
      'x undici': rounded(ratioOf(windows[name], windows[BASE]), 2),
      'lowest, highest': `${lowest.toFixed(2)}, ${highest.toFixed(2)}`,
      'x its like': OURS[name] ? rounded(ratioOf(windows[name], windows[OURS[name]]), 2) : '',
      'messages a window': Math.round(medianOf(windows[name], 'done')),
      'CPU busy': percent(medianOf(windows[name], 'busy')),
    };
  }
  console.table(table);

  const costs = Object.entries(OURS).map(([name, base]) => {
    const ratio = ratioOf(windows[name], windows[base]);
    const allowed = ALLOWED[name];
    return {
      passed: ratio <= allowed,
      said: `${name} ${ratio.toFixed(2)} x ${base}, allowed ${allowed}`,
    };
  });
  return {
    passed: costs.every(({ passed }) => passed),
    verdict: `${costs.map(({ said }) => said).join('; ')}; a stream is aimed at ${AIM}`,
  };
}
