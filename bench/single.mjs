// What one send costs in CPU: the first table of `npm run bench`.
import { AT_ONCE } from './app.mjs';
import { medianOf, percent, ratioOf, rounded } from './figures.mjs';
import { startServer } from './server-process.mjs';
import { openContenders } from './single-contenders.mjs';
import { inRounds, measureWindow } from './window.mjs';

const ALLOWED = 1.25;
const BASE = 'undici Pool';
const OWN_POST = "the module's axiosRef";
// A send runs through more code than a bare POST, and the compiler takes some thousand calls to settle on it.
const WARM_UP_ROUNDS = 8;
const SEND = 'SmsService.send';

const callers = (call) => async (isOver) => {
  let calls = 0;
  const caller = async () => {
    for (; !isOver(); calls++) await call();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, caller));
  return calls;
};

export async function run({ rounds, windowMs }) {
  console.log(
    `CPU of one send: one message, ${AT_ONCE} at once; medians of ${rounds} rounds of ${windowMs} ms\n`,
  );
  const server = await startServer();
  const { contenders, close } = await openContenders(server);
  const names = Object.keys(contenders);
  const measure = (name) => measureWindow(callers(contenders[name]), windowMs);
  const windows = await inRounds(names, rounds, measure, WARM_UP_ROUNDS);
  await close();
  server.stop();

  const table = {};
  for (const name of names) {
    table[name] = {
      'CPU us': rounded(medianOf(windows[name], 'micros'), 1),
      'x undici': rounded(ratioOf(windows[name], windows[BASE]), 2),
      "x module's axiosRef": rounded(ratioOf(windows[name], windows[OWN_POST]), 2),
      'sends a window': Math.round(medianOf(windows[name], 'done')),
      'CPU busy': percent(medianOf(windows[name], 'busy')),
    };
  }
  console.table(table);

  const cost = ratioOf(windows[SEND], windows[OWN_POST]);
  return {
    passed: cost <= ALLOWED,
    verdict: `${SEND} costs ${cost.toFixed(2)} x the same POST through the module's axios instance; allowed ${ALLOWED}`,
  };
}
