import { expect, it } from '@jest/globals';
import type { SendOutcome } from 'nestjs-payamsms';
import { bootApp } from '../support/boot.js';
import { startSimulator, countOf } from '../support/simulator.js';
import { failOneInFive } from './support/faults.js';
import { audit, CLEAN, tally } from './support/ledger.js';
import { CLIENT, serviceFor } from './support/terms.js';
import { write } from './support/texts.js';

// The full run: CHAOS_MESSAGES=100000 npm run test:chaos -- test/chaos/chaos
const MESSAGES = Number(process.env.CHAOS_MESSAGES ?? 20_000);
const SEED = Number(process.env.CHAOS_SEED ?? 1);

// For a machine that does other work too; nothing is measured by it.
const TIMEOUT_MS = 120_000 * Math.max(1, MESSAGES / 20_000);

it(
  `doubles and loses none of ${MESSAGES} messages while one request in five goes wrong`,
  async () => {
    const sim = await startSimulator(serviceFor(MESSAGES, SEED, 10));
    const { sms } = await bootApp(sim, CLIENT);
    const mischief = failOneInFive(sim);
    const nowMs = Date.now();
    const written = Array.from({ length: MESSAGES }, (_, n) => write(n, { nowMs, owned: false }));

    const startedAtMs = performance.now();
    const told: SendOutcome[] = [];
    for await (const outcome of sms.stream(written.map(({ message }) => message))) {
      told.push(outcome);
    }
    const seconds = (performance.now() - startedAtMs) / 1000;

    const ledger = audit(written, told, sim.messages);
    const counts = tally(told);
    const settled = told.filter((outcome) => outcome.status === 'accepted' && outcome.settled);
    process.stdout.write(
      `chaos: ${MESSAGES} messages, seed ${SEED}: ${JSON.stringify(counts)}, ${settled.length} settled, ` +
        `${ledger.doubled} doubled, ${sim.requests.length} requests, ${mischief.total} faults, ` +
        `${seconds.toFixed(1)} s\n`,
    );

    expect(ledger).toEqual(CLEAN);
    expect(told.some((outcome) => outcome.status === 'accepted' && outcome.duplicates)).toBe(false);
    expect(counts.unknown).toBeLessThanOrEqual(MESSAGES / 1000);
    // All that was to happen did happen.
    expect(mischief.total / sim.requests.length).toBeGreaterThan(0.15);
    expect(Object.entries(mischief.fired).filter(([, fired]) => fired === 0)).toEqual([]);
    for (const operation of ['sendMultipleWithSrc', 'sendMultipleWithSrcBody'] as const) {
      expect(countOf(sim, operation)).toBeGreaterThan(0);
    }
    expect(sim.requests.some(({ path }) => path.endsWith('/send'))).toBe(true);
  },
  TIMEOUT_MS,
);
