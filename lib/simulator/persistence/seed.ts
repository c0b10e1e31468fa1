import { parseDialect } from '../input/dialect.js';
import { parseFault } from '../input/fault.js';
import { invalid, list, object, type Parser } from '../input/parser.js';
import { accountNumber, phoneNumber } from '../input/numbers.js';
import { instant, text, wholeNumber } from '../input/values.js';
import type { Simulation } from '../simulation.js';
import { countParts, MAX_PARTS } from '../text/parts.js';

const body: Parser<string> = (value, where) => {
  const given = text({ min: 1 })(value, where);
  if (countParts(given) <= MAX_PARTS) return given;
  throw invalid(where, `must fit in ${MAX_PARTS} parts`);
};

/** What a new simulator starts with, as a person writes it down. */
export const parseSeed = object(
  {},
  {
    credit: wholeNumber(),
    dialect: parseDialect,
    messages: list(
      object(
        { sender: accountNumber, recipient: phoneNumber, body },
        {
          customerId: text({ min: 1 }),
          acceptedAt: instant,
          sendDate: instant,
          status: text({ min: 1 }),
        },
      ),
    ),
    inbox: list(
      object(
        { from: text({ min: 1, max: 100 }), to: accountNumber, body: text() },
        { receivedAt: instant },
      ),
    ),
    faults: list(parseFault),
  },
);

export type Seed = typeof parseSeed extends Parser<infer T> ? T : never;

/** Its messages are billed as any others are; its `credit` is set after them. */
export function applySeed(simulation: Simulation, seed: Seed): void {
  const { world } = simulation;
  if (seed.dialect) simulation.setDialect(seed.dialect);
  for (const { status, acceptedAt, ...written } of seed.messages ?? []) {
    const parts = countParts(written.body);
    const draft = { ...written, customerId: written.customerId ?? null, parts };
    const message = world.accept(draft, acceptedAt ?? new Date(world.clock.nowMs()));
    if (message && status !== undefined) simulation.decide(message, status);
  }
  for (const { receivedAt, ...arrived } of seed.inbox ?? []) {
    simulation.receive({ ...arrived, receivedAt, visibleAfterMs: 0 });
  }
  for (const { target, kind, options } of seed.faults ?? []) {
    simulation.fail(target, kind, options);
  }
  if (seed.credit !== undefined) simulation.setCredit(seed.credit);
}
