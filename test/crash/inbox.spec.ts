import { afterEach, expect, it } from '@jest/globals';
import { SeededRandom } from '../../lib/simulator/random.js';
import { startSimulator } from '../support/simulator.js';
import { Listening } from './support/listening.js';
import { replay } from './support/replay.js';

const KILLS = Number(process.env.CRASH_KILLS ?? 10);
const TEXTS = Number(process.env.CRASH_TEXTS ?? 2_000);
const SEED = Number(process.env.CRASH_SEED ?? 1);
const NUMBERS = ['982000123', '982000124'];

let listening: Listening | undefined;
afterEach(() => listening?.close());

it(`loses none of ${TEXTS} texts, and keeps their order, while the listener is killed ${KILLS} times`, async () => {
  const random = new SeededRandom(SEED);
  const sim = await startSimulator({ seed: SEED });
  listening = new Listening({
    baseUrl: sim.url,
    ...sim.credentials,
    inbox: { numbers: NUMBERS, cron: '* * * * * *', startFrom: 'all' },
  });
  const sent: { id: string; to: string }[] = [];
  const receive = (count: number) => {
    for (let n = 0; n < count; n++) {
      const to = NUMBERS[sent.length % NUMBERS.length]!;
      const from = `98912${String(sent.length % 50).padStart(7, '0')}`;
      const id = sim.receive({ from, to, body: `text ${sent.length}` });
      sent.push({ id, to });
    }
  };

  const aRun = Math.floor(TEXTS / (KILLS + 1));
  const runs: unknown[][] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    // Some wait for it when it starts, the others come while it is at work.
    receive(Math.floor(aRun / 2));
    const listener = listening.start();
    await listener.hasHeard(1);
    receive(Math.ceil(aRun / 2));
    await listener.hasHeard(1 + Math.floor(random.next() * (aRun - 2)));
    await new Promise((resolve) => setTimeout(resolve, 10 * random.next()));
    await listener.kill();
    runs.push(listener.heard);
  }
  receive(TEXTS - sent.length);
  const last = listening.start();
  const told = () =>
    new Set([...runs.flat(), ...last.heard].map((text) => (text as { id: string }).id)).size;
  await last.up;
  // Some are heard again, so that only the texts themselves can tell when all have come.
  for (let times = 1; told() < TEXTS; times++) await last.hasHeard(times);
  await last.end();
  runs.push(last.heard);

  const { lost, outOfOrder, again } = replay(sent, runs as { id: string; to: string }[][]);
  process.stdout.write(
    `crash: ${TEXTS} texts, ${KILLS} kills, seed ${SEED}: ${lost.length} lost, ${outOfOrder.length} out of order, ` +
      `${again.flat().length} delivered twice\n`,
  );
  expect(lost).toEqual([]);
  expect(outOfOrder).toEqual([]);
  // At most one for each number and kill: the one in hand.
  for (const numbers of again) expect(new Set(numbers).size).toBe(numbers.length);
}, 300_000);
