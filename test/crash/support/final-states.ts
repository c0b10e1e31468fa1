import { expect } from '@jest/globals';
import { SeededRandom } from '../../../lib/simulator/random.js';
import type { PayamSmsStore } from '../../../lib/store/store.js';
import { atEnd } from '../../support/at-end.js';
import { bootApp } from '../../support/boot.js';
import { startSimulator } from '../../support/simulator.js';
import { Listening } from './listening.js';

interface Told {
  serverId: string;
  state: string;
  final: boolean;
}

/** The last instant that a `Date` can be. */
const EVER = new Date(8.64e15);

interface Scenario {
  messages: number;
  kills: number;
  seed: number;
  /** Of the store; left out: a file of SQLite. */
  address?: string;
  /** What the test has beside the listeners on the same data, not open yet. */
  makeStore: (listening: Listening) => PayamSmsStore;
}

/** Follows messages while the process that listens is killed, and looks whether the final state of each was announced. */
export async function announcesEachFinalState({
  messages,
  kills,
  seed,
  address,
  makeStore,
}: Scenario): Promise<void> {
  const random = new SeededRandom(seed);
  const sim = await startSimulator({ seed: seed, credit: Number.MAX_SAFE_INTEGER });
  const { sms } = await bootApp(sim);
  const listening = new Listening(
    {
      baseUrl: sim.url,
      ...sim.credentials,
      delivery: { ladder: Array.from({ length: 100 }, () => 1_000), cron: '* * * * * *' },
    },
    address,
  );
  atEnd(() => listening.close());
  const store = makeStore(listening);
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

  const aRun = Math.floor(messages / (kills + 1));
  const told: Told[] = [];
  for (let kill = 0; kill < kills; kill++) {
    await follow(aRun);
    const listener = listening.start();
    await listener.hasHeard(1 + Math.floor(random.next() * (aRun - 1)));
    sim.advance('10s');
    await new Promise((resolve) => setTimeout(resolve, 1_000 * random.next()));
    await listener.kill();
    told.push(...(listener.heard as Told[]));
  }
  await follow(messages - followed.length);
  sim.advance('10s');
  const last = listening.start();
  const finals = () => new Set(told.filter(({ final }) => final).map(({ serverId }) => serverId));
  await last.hasHeard(messages - finals().size);
  while ((await delivery.due('serverId', EVER, 1)).length > 0)
    await new Promise((resolve) => setTimeout(resolve, 50));
  await last.end();
  const byKilled = finals().size;
  told.push(...(last.heard as Told[]));

  const lastWords = told.filter(({ final }) => final);
  process.stdout.write(
    `crash: ${messages} followed, ${kills} kills, seed ${seed}: ${messages - finals().size} never final, ` +
      `${byKilled} told final by killed runs, ${lastWords.length - finals().size} told final twice\n`,
  );
  expect(followed.filter((id) => !finals().has(id))).toEqual([]);
  expect(new Set(lastWords.map(({ state }) => state))).toEqual(new Set(['delivered']));
}
