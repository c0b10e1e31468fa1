import { expect, it } from '@jest/globals';
import {
  PayamSmsRejectedError,
  PayamSmsUnknownOutcomeError,
  PayamSmsUnsentError,
  type SendOneOptions,
  type SmsService,
} from 'nestjs-payamsms';
import { SeededRandom } from '../../lib/simulator/random.js';
import { bootApp } from '../support/boot.js';
import { sendsTo, startSimulator } from '../support/simulator.js';
import { failOneInFive } from './support/faults.js';
import { audit, CLEAN, tally, type Told } from './support/ledger.js';
import { CLIENT, serviceFor } from './support/terms.js';
import { write, type Written } from './support/texts.js';

// The full run: CHAOS_SINGLE_MESSAGES=20000 npm run test:chaos -- test/chaos/single
const MESSAGES = Number(process.env.CHAOS_SINGLE_MESSAGES ?? 5_000);
const SEED = Number(process.env.CHAOS_SEED ?? 1);
const AT_ONCE = 200;

// For a machine that does other work too; nothing is measured by it.
const TIMEOUT_MS = 120_000 * Math.max(1, MESSAGES / 5_000);

type Result = Pick<Told, 'status'> & Partial<Told> & { reason?: string };

/** What one send tells, be it by its value or by its error. */
async function tell(
  sms: SmsService,
  { message }: Written,
  options?: SendOneOptions,
): Promise<Result> {
  try {
    return await sms.send(message, options);
  } catch (error) {
    if (error instanceof PayamSmsRejectedError) return { status: 'rejected' };
    if (error instanceof PayamSmsUnsentError) return { status: 'unsent', reason: error.reason };
    if (error instanceof PayamSmsUnknownOutcomeError) return { status: 'unknown' };
    throw error;
  }
}

/** Sends all of them, 200 at a time, each by itself. */
async function sendAll(
  sms: SmsService,
  written: readonly Written[],
  optionsOf: () => SendOneOptions,
): Promise<(Told & Pick<Result, 'reason'>)[]> {
  const told: (Told & Pick<Result, 'reason'>)[] = [];
  const left = written.entries();
  const caller = async () => {
    for (const [index, one] of left) {
      const { customerId = '' } = one.message;
      told[index] = { customerId, ...(await tell(sms, one, optionsOf())), index };
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, caller));
  return told;
}

async function run(optionsOf: (random: SeededRandom) => SendOneOptions) {
  const sim = await startSimulator(serviceFor(MESSAGES, SEED, 10));
  const { sms } = await bootApp(sim, CLIENT);
  const mischief = failOneInFive(sim);
  const nowMs = Date.now();
  const written = Array.from({ length: MESSAGES }, (_, n) => write(n, { nowMs, owned: true }));
  const random = new SeededRandom(SEED);
  const startedAtMs = performance.now();
  const told = await sendAll(sms, written, () => optionsOf(random));
  const seconds = (performance.now() - startedAtMs) / 1000;
  const ledger = audit(written, told, sim.messages);
  const counts = tally(told);
  const unsent = told.filter(({ status }) => status === 'unsent');
  process.stdout.write(
    `single sends: ${MESSAGES} messages, seed ${SEED}: ${JSON.stringify(counts)}, ${ledger.doubled} doubled, ` +
      `${sim.requests.length} requests, ${sendsTo(sim)} of them sends, ${mischief.total} faults, ${seconds.toFixed(1)} s\n`,
  );
  // All that was to happen did happen.
  expect(mischief.total / sim.requests.length).toBeGreaterThan(0.15);
  return { ledger, counts, unsent, sim };
}

it(
  `doubles and loses none of ${MESSAGES} single messages, ${AT_ONCE} at a time, while one request in five goes wrong`,
  async () => {
    const { ledger, counts, unsent, sim } = await run(() => ({}));
    expect(ledger).toEqual(CLEAN);
    expect(counts.unknown).toBe(0);
    // By chance: five attempts that went wrong, one after the other, and a 401 that followed on one. Nothing was taken then.
    const reasons = new Set(unsent.map(({ reason }) => reason));
    expect(['unreachable', 'authentication']).toEqual(expect.arrayContaining([...reasons]));
    expect(unsent.length).toBeLessThan(MESSAGES / 100);
    // They did share their calls.
    expect(sendsTo(sim)).toBeLessThan(MESSAGES / 2);
  },
  TIMEOUT_MS,
);

it(
  `tells the truth of ${MESSAGES} single messages that are aborted or late at random`,
  async () => {
    const { ledger, counts } = await run((random) => ({
      ...(random.next() < 0.3 && { signal: AbortSignal.timeout(Math.ceil(600 * random.next())) }),
      ...(random.next() < 0.5 && { deadlineMs: Math.ceil(50 + 4_000 * random.next() ** 2) }),
    }));
    // Of what was not told to be unknown.
    expect(ledger).toEqual(CLEAN);
    expect(counts.unsent).toBeGreaterThan(0);
  },
  TIMEOUT_MS,
);
