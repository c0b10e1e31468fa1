import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { AHEAD_MS } from '../../lib/simulator/clock.js';
import { withDefaults } from '../../lib/simulator/options.js';
import { parseSnapshot } from '../../lib/simulator/persistence/parse-snapshot.js';
import { restore } from '../../lib/simulator/persistence/restore.js';
import { takeSnapshot } from '../../lib/simulator/persistence/snapshot.js';
import { Simulation } from '../../lib/simulator/simulation.js';

const LAST_LONG = 2n ** 63n - 1n;
const { MAX_SAFE_INTEGER, MIN_SAFE_INTEGER } = Number;

/** Mostly within, often at the edge, now and then just past it. */
const around = (min: number, max: number) =>
  fc.oneof(
    { weight: 10, arbitrary: fc.integer({ min, max }) },
    { weight: 10, arbitrary: fc.constantFrom(min, max) },
    { weight: 1, arbitrary: fc.constantFrom(min - 1, max + 1) },
  );
const ids = fc.oneof(
  { weight: 20, arbitrary: fc.bigInt({ min: 0n, max: LAST_LONG }) },
  { weight: 20, arbitrary: fc.constantFrom(0n, LAST_LONG - 1n, LAST_LONG) },
  { weight: 1, arbitrary: fc.constantFrom(LAST_LONG + 1n, LAST_LONG + 2n, 10n ** 19n) },
);
const instants = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.constantFrom(
      '1700-01-01T00:00:00Z',
      '2100-01-01T00:00:00Z',
      '9999-12-31T23:59:59.999Z',
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '1699-12-31T23:59:59Z',
      '1700-01-01T00:00:00+03:30',
      '9999-12-31T23:59:59-01:00',
      '2026-13-01T00:00:00Z',
    ),
  },
);
const counts = around(0, MAX_SAFE_INTEGER);
const message = fc.record({
  serverId: ids.map(String),
  customerId: fc.constant(null),
  sender: fc.constant('982000'),
  recipient: fc.constant('989121234567'),
  body: fc.string({ unit: 'binary', maxLength: 3 }),
  parts: around(1, MAX_SAFE_INTEGER),
  price: around(0, MAX_SAFE_INTEGER),
  acceptedAt: instants,
  sendDate: instants,
});
const inboxText = fc.record({
  id: ids.map(String),
  from: fc.constant('989121234567'),
  to: fc.constant('982000'),
  body: fc.constant('سلام'),
  receivedAt: instants,
  visibleAt: instants,
});
/** Right in its form, and near or past the edges of what is sensible. */
const absurd = fc.record(
  {
    format: fc.constant('payamsms-simulator'),
    formatVersion: fc.constant(1),
    clock: fc.record({ advancedMs: around(AHEAD_MS.min, AHEAD_MS.max) }),
    credit: around(MIN_SAFE_INTEGER, MAX_SAFE_INTEGER),
    nextServerId: ids.map(String),
    nextInboxId: ids.map(String),
    counts: fc.record({ pruned: counts, cleared: counts }),
    messages: fc.array(message, { maxLength: 3 }),
    pruned: fc.array(message, { maxLength: 3 }),
    inbox: fc.array(inboxText, { maxLength: 3 }),
    faults: fc.array(
      fc.record({
        endpoint: fc.constant('send'),
        kind: fc.constant('drop'),
        fired: counts,
        passed: counts,
      }),
      { maxLength: 2 },
    ),
  },
  { requiredKeys: ['format', 'formatVersion'] },
);

const DRAFT = { sender: '982000', recipient: '989121234567', body: 'سلام', parts: 1 };

/** All that a user can do to make a state grow; what is refused with an error changes nothing. */
function use(simulation: Simulation): void {
  const { world } = simulation;
  const attempts = [
    () => world.accept({ ...DRAFT, customerId: 'a' }, new Date(simulation.nowMs())),
    () =>
      simulation.receive({
        from: '989',
        to: '982000',
        body: '',
        receivedAt: undefined,
        visibleAfterMs: 31_536_000_000,
      }),
    () => [...world.messages.all].map((each) => world.cancel(each)),
    () => simulation.faults.fireOn('send', world.random),
    () => simulation.clear('messages'),
    () => simulation.advance('3000000d'),
  ];
  for (const attempt of [...attempts, ...attempts]) {
    try {
      attempt();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
}

const written = (simulation: Simulation): unknown =>
  JSON.parse(JSON.stringify(takeSnapshot(simulation)));

describe('a state that was taken', () => {
  it('leads to no state that the next start refuses, however far from sense it is', () => {
    let taken = 0;
    fc.assert(
      fc.property(absurd, (state) => {
        let snapshot;
        try {
          snapshot = parseSnapshot(state, '');
        } catch {
          return;
        }
        taken += 1;
        const simulation = new Simulation(withDefaults({ maxMessages: 2 }));
        restore(simulation, snapshot);
        expect(() => parseSnapshot(written(simulation), '')).not.toThrow();
        use(simulation);
        const kept = parseSnapshot(written(simulation), '');
        restore(new Simulation(withDefaults({})), kept);
      }),
      { numRuns: 2_000 },
    );
    expect(taken).toBeGreaterThan(50);
  });
});

describe('a simulator at the end of its ids', () => {
  it('refuses with the reason, and accepts no message under an id beyond a Long', () => {
    const { world } = new Simulation(withDefaults({}));
    world.serverIds.raiseTo(LAST_LONG);
    const accept = () => world.accept({ ...DRAFT, customerId: null }, new Date());
    expect(accept()?.serverId).toBe(LAST_LONG.toString());
    expect(accept).toThrow(
      'All ids up to the largest Long are used. Reset the simulator, or set a lower `firstId`.',
    );
    expect(world.messages.all).toHaveLength(1);
  });
});
