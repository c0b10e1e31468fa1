import { afterEach, expect, it } from '@jest/globals';
import { SeededRandom } from '../../lib/simulator/random.js';
import { SqliteStore } from '../../lib/store/sqlite/index.js';
import { bootApp } from '../support/boot.js';
import { startSimulator } from '../support/simulator.js';
import { atEnd } from '../support/at-end.js';
import { Listening } from './support/listening.js';

const KILLS = Number(process.env.CRASH_KILLS ?? 10);
const MESSAGES = Number(process.env.CRASH_MESSAGES ?? 5_000);
const SEED = Number(process.env.CRASH_SEED ?? 1);

interface Told {
  serverId: string;
  state: string;
  final: boolean;
}

let listening: Listening | undefined;
afterEach(() => listening?.close());

/** The last instant that a `Date` can be. */
const EVER = new Date(8.64e15);

it(`announces the final state of each of ${MESSAGES} messages while the listener is killed ${KILLS} times`, async () => {
  const random = new SeededRandom(SEED);
  const sim = await startSimulator({ seed: SEED, credit: Number.MAX_SAFE_INTEGER });
  const { sms } = await bootApp(sim);
  listening = new Listening({
    baseUrl: sim.url,
    ...sim.credentials,
    delivery: { ladder: Array.from({ length: 100 }, () => 1_000), cron: '* * * * * *' },
  });
  const store = new SqliteStore(listening.store);
  await store.open();
  const { delivery } = store.account('');
  atEnd(() => store.close());
  const followed: string[] = [];
  /** Queued when first asked for, and delivered ten seconds later by the simulator's clock. */
  const follow = async (count: number) => {
    const recipients = Array.from(
      { length: count },
      (_, n) => `98912${String(n).padStart(7, '0')}`,
    );
    const report = await sms.sendMany(recipients.map((recipient) => ({ recipient, body: 'text' })));
    const serverIds = report.accepted.map(({ serverId }) => serverId);
    const now = new Date();
    await delivery.follow(
      serverIds.map((id) => ({ by: 'serverId', id, startAt: now, dueAt: now })),
    );
    followed.push(...serverIds);
  };

  const aRun = Math.floor(MESSAGES / (KILLS + 1));
  const told: Told[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    await follow(aRun);
    const listener = listening.start();
    await listener.hasHeard(1 + Math.floor(random.next() * (aRun - 1)));
    sim.advance('10s');
    await new Promise((resolve) => setTimeout(resolve, 1_000 * random.next()));
    await listener.kill();
    told.push(...(listener.heard as Told[]));
  }
  await follow(MESSAGES - followed.length);
  sim.advance('10s');
  const last = listening.start();
  const finals = () => new Set(told.filter(({ final }) => final).map(({ serverId }) => serverId));
  await last.hasHeard(MESSAGES - finals().size);
  while ((await delivery.due('serverId', EVER, 1)).length > 0)
    await new Promise((resolve) => setTimeout(resolve, 50));
  await last.end();
  const byKilled = finals().size;
  told.push(...(last.heard as Told[]));

  const lastWords = told.filter(({ final }) => final);
  process.stdout.write(
    `crash: ${MESSAGES} followed, ${KILLS} kills, seed ${SEED}: ${MESSAGES - finals().size} never final, ` +
      `${byKilled} told final by killed runs, ${lastWords.length - finals().size} told final twice\n`,
  );
  expect(followed.filter((id) => !finals().has(id))).toEqual([]);
  expect(new Set(lastWords.map(({ state }) => state))).toEqual(new Set(['delivered']));
}, 300_000);
