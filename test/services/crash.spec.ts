import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PayamSmsSimulator } from 'nestjs-payamsms/simulator';
import { PostgresStore } from '../../lib/store/postgres/index.js';
import { RedisStore } from '../../lib/store/redis/index.js';
import { SeededRandom } from '../../lib/simulator/random.js';
import { announcesEachFinalState } from '../crash/support/final-states.js';
import { type Listener, Listening } from '../crash/support/listening.js';
import { type HeardText, replay } from '../crash/support/replay.js';
import { atEnd } from '../support/at-end.js';
import { startSimulator } from '../support/simulator.js';
import { until } from '../support/waiting.js';
import { PostgresServer } from './support/postgres-server.js';
import { RedisServer } from './support/redis-server.js';
import type { ServerProcess } from './support/server-process.js';

const KILLS = Number(process.env.CRASH_KILLS ?? 6);
const TEXTS = Number(process.env.CRASH_TEXTS ?? 600);
const MESSAGES = Number(process.env.CRASH_MESSAGES ?? 1_000);
const SEED = Number(process.env.CRASH_SEED ?? 1);
const NUMBERS = ['982000123', '982000124', '982000125'];

/** Handled and not committed: so many are heard again of each number when its reader is lost. */
const UNCOMMITTED = 50;

const NOTHING = { lost: [], outOfOrder: [] };

/** @param times how often a reader, or what it had handled, was lost */
const mostRepeated = (times: number) => times * NUMBERS.length * UNCOMMITTED;

type Timed = HeardText & { atNs: string; by: Listener };

/** Three processes that listen on one store, and what was sent to them. */
class Cluster {
  readonly sent: HeardText[] = [];
  readonly #all: Listener[] = [];
  readonly #alive: Listener[] = [];
  readonly #killedAtNs = new Map<Listener, bigint>();

  private constructor(
    private readonly sim: PayamSmsSimulator,
    private readonly listening: Listening,
  ) {}

  static async start(address: string): Promise<Cluster> {
    const sim = await startSimulator({ seed: SEED });
    const inbox = {
      numbers: NUMBERS,
      cron: '* * * * * *',
      startFrom: 'all' as const,
      overlapMs: 0,
    };
    const listening = new Listening({ baseUrl: sim.url, ...sim.credentials, inbox }, address);
    atEnd(() => listening.close());
    const cluster = new Cluster(sim, listening);
    for (let n = 0; n < 3; n++) cluster.startAnother();
    await Promise.all(cluster.#alive.map(({ up }) => up));
    return cluster;
  }

  startAnother(): void {
    const listener = this.listening.start();
    this.#all.push(listener);
    this.#alive.push(listener);
  }

  receive(count: number): void {
    for (let n = 0; n < count; n++) {
      const to = NUMBERS[this.sent.length % NUMBERS.length]!;
      const id = this.sim.receive({ from: '989121234567', to, body: `text ${this.sent.length}` });
      this.sent.push({ id, to });
    }
  }

  /** All that was heard, by whichever process, in the order of time. */
  get heard(): Timed[] {
    const heard = this.#all.flatMap((by) =>
      (by.heard as Omit<Timed, 'by'>[]).map((text): Timed => ({ ...text, by })),
    );
    return heard.toSorted((a, b) => (BigInt(a.atNs) < BigInt(b.atNs) ? -1 : 1));
  }

  get distinct(): number {
    return new Set(this.heard.map(({ id }) => id)).size;
  }

  /** The one that heard the last text of a number. */
  readerOf(number: string): Listener {
    return this.heard.findLast(({ to }) => to === number)!.by;
  }

  async kill(listener: Listener): Promise<void> {
    this.#alive.splice(this.#alive.indexOf(listener), 1);
    this.#killedAtNs.set(listener, process.hrtime.bigint());
    await listener.kill();
  }

  pick(random: SeededRandom): Listener {
    return this.#alive[Math.floor(random.next() * this.#alive.length)]!;
  }

  async hasHeardAll(): Promise<void> {
    await until(`all ${this.sent.length} are heard`, () => this.distinct === this.sent.length);
  }

  /** Texts that were heard again though the process that heard them first was alive: its lease should have kept others away. */
  get heardTwiceByLiving(): number {
    const first = new Map<string, Listener>();
    let count = 0;
    for (const { id, by, atNs } of this.heard) {
      const earlier = first.get(id);
      if (!earlier) first.set(id, by);
      else if (BigInt(atNs) < (this.#killedAtNs.get(earlier) ?? BigInt(atNs) + 1n)) count++;
    }
    return count;
  }

  /** What became of the texts, which it prints, too. */
  replay(what: string) {
    const { lost, outOfOrder, again } = replay(this.sent, [this.heard]);
    const repeated = again.flat().length;
    process.stdout.write(
      `crash, ${what}: ${this.sent.length} texts: ${lost.length} lost, ${outOfOrder.length} out of order, ${repeated} heard again\n`,
    );
    return { lost, outOfOrder, repeated };
  }
}

let redis: RedisServer;
let postgres: PostgresServer;
beforeAll(async () => {
  [redis, postgres] = await Promise.all([RedisServer.start(), PostgresServer.start()]);
});
afterAll(() => Promise.all([redis.remove(), postgres.remove()]));

let places = 0;
const place = () => `p${++places}`;

describe.each([
  [
    'Redis',
    (): { server: ServerProcess; address: string } => ({
      server: redis,
      address: `${redis.url}?prefix=${place()}`,
    }),
    (url: string) => new RedisStore({ url }),
  ],
  [
    'PostgreSQL',
    (): { server: ServerProcess; address: string } => ({
      server: postgres,
      address: `${postgres.url}?schema=${place()}`,
    }),
    (url: string) => new PostgresStore({ url }),
  ],
])('three processes on one %s', (name, aPlace, makeStore) => {
  it(`lose none of ${TEXTS} texts and keep their order while ${KILLS} of them are killed`, async () => {
    const random = new SeededRandom(SEED);
    const cluster = await Cluster.start(aPlace().address);
    const aRun = Math.floor(TEXTS / (KILLS + 1));
    for (let kill = 0; kill < KILLS; kill++) {
      const before = cluster.distinct;
      cluster.receive(aRun);
      const some = before + 1 + Math.floor(random.next() * (aRun - 2));
      await until('some are heard', () => cluster.distinct >= some);
      await cluster.kill(cluster.pick(random));
      cluster.startAnother();
    }
    cluster.receive(TEXTS - cluster.sent.length);
    await cluster.hasHeardAll();
    const { repeated, ...lost } = cluster.replay(`${name}, ${KILLS} kills, seed ${SEED}`);
    expect(lost).toEqual(NOTHING);
    expect(repeated).toBeLessThanOrEqual(mostRepeated(KILLS));
    // None, unless a process stood still for so long that it lost its lease.
    expect(cluster.heardTwiceByLiving).toBeLessThanOrEqual(UNCOMMITTED / 2);
  }, 300_000);

  it('take over from one that hangs, and what it commits late changes nothing', async () => {
    const cluster = await Cluster.start(aPlace().address);
    cluster.receive(60);
    await cluster.hasHeardAll();
    const frozen = cluster.readerOf(NUMBERS[0]!);
    frozen.freeze();
    const frozenAtMs = performance.now();
    cluster.receive(60);
    await cluster.hasHeardAll();
    process.stdout.write(`takeover, ${name}: ${Math.round(performance.now() - frozenAtMs)} ms\n`);
    frozen.thaw();
    cluster.receive(60);
    await cluster.hasHeardAll();
    const { repeated, ...lost } = cluster.replay(`${name}, one that hung`);
    expect(lost).toEqual(NOTHING);
    expect(repeated).toBeLessThanOrEqual(mostRepeated(1));
  }, 120_000);

  it('lose nothing while the server is killed and started again', async () => {
    const { server, address } = aPlace();
    const cluster = await Cluster.start(address);
    for (let restart = 0; restart < 3; restart++) {
      const before = cluster.distinct;
      cluster.receive(60);
      await until('some are heard', () => cluster.distinct > before + 20);
      await server.kill();
      cluster.receive(30);
      await server.start();
      await cluster.hasHeardAll();
    }
    const { repeated, ...lost } = cluster.replay(`${name}, 3 restarts of the server`);
    expect(lost).toEqual(NOTHING);
    expect(repeated).toBeLessThanOrEqual(mostRepeated(3));
  }, 300_000);

  // It asserts where the scenario ends.
  // oxlint-disable-next-line jest/expect-expect
  it(`announce the final state of each of ${MESSAGES} messages while the listener is killed`, async () => {
    const { address } = aPlace();
    const kills = Math.ceil(KILLS / 2);
    await announcesEachFinalState({
      messages: MESSAGES,
      kills,
      seed: SEED,
      address,
      makeStore: () => makeStore(address),
    });
  }, 300_000);
});
