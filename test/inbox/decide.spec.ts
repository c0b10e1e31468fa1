import { describe, expect, it } from '@jest/globals';
import { type Circuit, CLOSED_CIRCUIT } from '../../lib/inbox/circuit-breaker.js';
import { decide, type Decision, type Effect, type Result } from '../../lib/inbox/decide.js';
import { emptyInbox, type InboxState } from '../../lib/inbox/inbox-state.js';
import type { RetryState } from '../../lib/inbox/retry-state.js';
import { sms } from './support/sms.js';

const NOW_MS = 1_000_000;
const MINUTE_MS = 60_000;
const USED_UP = 5;

const BEGUN: Result = { is: 'begun' };
const HANDLED: Result = { is: 'handled', calledAt: 7 };
const FAILED: Result = { is: 'failed', failures: [{ listener: 'Orders.onText', error: 'no' }] };
const DEAD_LETTER: Result = { is: 'dead letter' };

const retry = (id: number, attempts: number, more: Partial<RetryState> = {}): RetryState => ({
  sms: sms(id),
  attempts,
  sinceMs: NOW_MS - MINUTE_MS,
  failedAt: 7,
  ...more,
});

const texts = (...ids: number[]) => ({ texts: ids.map((id) => sms(id)) });
const failed = (...retries: RetryState[]) => ({ failed: retries });

/** Seven failures so far, and no call since the last that ended well. */
const CLOSED: Circuit = { ...CLOSED_CIRCUIT, failures: 7, provenAt: 6 };
const PROVEN: Circuit = { ...CLOSED, provenAt: 7 };
const TWO_FAILING: Circuit = { ...CLOSED, failing: new Set(['8', '9']) };
const OUTAGE: Circuit = { ...TWO_FAILING, outageSinceMs: NOW_MS - MINUTE_MS };
const RECOVERED: Circuit = { ...CLOSED, recoveries: 1 };

const said = (effect: Effect): string => {
  if (effect.do === 'call') return `call ${effect.sms.id}`;
  const { attempts, sms: text } = effect.retry;
  if (effect.do === 'add dead letter') return `dead letter ${text.id} after ${attempts}`;
  return `count ${text.id} as ${attempts}${effect.isOutage ? ', in an outage' : ''}`;
};

/** The effects, and in short how the number stands then. */
const inShort = ({ next: { inbox }, effects }: Decision) => ({
  effects: effects.map(said),
  failed: inbox.failed.map(({ sms: { id }, attempts }) => `${id}: ${attempts}`),
  left: inbox.texts.slice(inbox.next).map(({ id }) => id),
});

type Given = Partial<InboxState> & { circuit?: Circuit };
type Expected = ReturnType<typeof inShort> & { dueInMs?: number };

const decided = ({ circuit = CLOSED, ...inbox }: Given, result: Result) =>
  decide({ inbox: { ...emptyInbox(USED_UP), ...inbox }, circuit }, result, NOW_MS);

function itDecides(cases: [string, Given, Result, Expected][]): void {
  it.each(cases)('%s', (_, given, result, expected) => {
    const decision = decided(given, result);
    const dueInMs = decision.next.inbox.dueMs - NOW_MS;
    const found = { ...inShort(decision), ...('dueInMs' in expected && { dueInMs }) };
    expect(found).toEqual(expected);
  });
}

describe('when a run begins', () => {
  itDecides([
    [
      'the first text is called',
      texts(1, 2),
      BEGUN,
      { effects: ['call 1'], failed: [], left: ['1', '2'] },
    ],
    ['nothing is done where nothing is left', {}, BEGUN, { effects: [], failed: [], left: [] }],
    [
      'those that failed come first',
      { ...failed(retry(1, 5), retry(2, 3)), ...texts(3) },
      BEGUN,
      { effects: ['call 1'], failed: ['1: 5', '2: 3'], left: ['3'] },
    ],
  ]);
});

describe('when a text is handled', () => {
  itDecides([
    [
      'the next one is called',
      texts(1, 2),
      HANDLED,
      { effects: ['call 2'], failed: [], left: ['2'] },
    ],
    ['the run ends after the last', texts(1), HANDLED, { effects: [], failed: [], left: [] }],
    [
      'those that failed before it are tried at once: the app is well',
      { ...failed(retry(1, 5)), ...texts(2, 3) },
      HANDLED,
      { effects: ['call 1'], failed: ['1: 5'], left: ['3'] },
    ],
    [
      'that had failed, it is left out, and the next that failed is called',
      { ...failed(retry(1, 5), retry(2, 3)), ...texts(3), retrying: 0 },
      HANDLED,
      { effects: ['call 2'], failed: ['2: 3'], left: ['3'] },
    ],
    [
      'that had failed last, the texts without a turn follow',
      { ...failed(retry(1, 2)), ...texts(3), retrying: 0 },
      HANDLED,
      { effects: ['call 3'], failed: [], left: ['3'] },
    ],
  ]);

  it('that failed in an outage, the app has recovered', () => {
    const circuit = { ...OUTAGE, failing: new Set(['1', '8', '9']) };
    const { next } = decided({ ...failed(retry(1, 5)), retrying: 0, circuit }, HANDLED);
    expect(next.circuit).toMatchObject({ recoveries: 1, failing: new Set() });
    expect(next.circuit.outageSinceMs).toBeUndefined();
  });
});

describe('when a text fails', () => {
  itDecides([
    [
      'for the first time, the later ones wait, 1 s',
      texts(1, 2),
      FAILED,
      { effects: ['count 1 as 1'], failed: ['1: 1'], left: ['2'], dueInMs: 1_000 },
    ],
    [
      'a second time, they wait 5 s',
      { ...failed(retry(1, 1)), ...texts(2), retrying: 0 },
      FAILED,
      { effects: ['count 1 as 2'], failed: ['1: 2'], left: ['2'], dueInMs: 5_000 },
    ],
    [
      'a third time, they wait 30 s',
      { ...failed(retry(1, 2)), ...texts(2), retrying: 0 },
      FAILED,
      { effects: ['count 1 as 3'], failed: ['1: 3'], left: ['2'], dueInMs: 30_000 },
    ],
    [
      'a fourth time, they wait 2 min',
      { ...failed(retry(1, 3)), ...texts(2), retrying: 0 },
      FAILED,
      { effects: ['count 1 as 4'], failed: ['1: 4'], left: ['2'], dueInMs: 120_000 },
    ],
    [
      'a last time, the next one is tried right after it',
      { ...failed(retry(1, 4)), ...texts(2, 3), retrying: 0 },
      FAILED,
      { effects: ['count 1 as 5', 'call 2'], failed: ['1: 5'], left: ['2', '3'] },
    ],
    [
      'a last time, and is alone, it stays, and is tried again in 2 min',
      { ...failed(retry(1, 4)), retrying: 0 },
      FAILED,
      { effects: ['count 1 as 5'], failed: ['1: 5'], left: [], dueInMs: 120_000 },
    ],
    [
      'and other texts that used up theirs come behind it, they are tried too',
      { ...failed(retry(1, 5), retry(2, 5)), ...texts(3), retrying: 0 },
      FAILED,
      { effects: ['count 1 as 5', 'call 2'], failed: ['1: 5', '2: 5'], left: ['3'] },
    ],
    [
      'behind another one, it has attempts of its own, and the ones behind it wait',
      { ...failed(retry(1, 5)), ...texts(2, 3) },
      FAILED,
      { effects: ['count 2 as 1'], failed: ['1: 5', '2: 1'], left: ['3'], dueInMs: 1_000 },
    ],
    [
      'that an earlier process saw fail, it goes on from its count',
      { ...texts(1, 2), counted: { id: '1', count: 3 } },
      FAILED,
      { effects: ['count 1 as 4'], failed: ['1: 4'], left: ['2'], dueInMs: 120_000 },
    ],
    [
      'that an earlier process gave all attempts, it used them up, and the next is called',
      { ...texts(1, 2), counted: { id: '1', count: 5 } },
      FAILED,
      { effects: ['count 1 as 5', 'call 2'], failed: ['1: 5'], left: ['2'] },
    ],
    [
      'while the count is that of another text, it begins with one',
      { ...texts(2), counted: { id: '1', count: 3 } },
      FAILED,
      { effects: ['count 2 as 1'], failed: ['2: 1'], left: [], dueInMs: 1_000 },
    ],
    [
      'and is the only attempt allowed, the next one is tried right after it',
      { ...texts(1, 2), maxAttempts: 1 },
      FAILED,
      { effects: ['count 1 as 1', 'call 2'], failed: ['1: 1'], left: ['2'] },
    ],
  ]);
});

describe('a text with its attempts used up that fails', () => {
  const fails = { ...texts(3), retrying: 0 };
  itDecides([
    [
      'is a dead letter when a call that began after its last failure ended well',
      { ...fails, ...failed(retry(1, 5)), circuit: PROVEN },
      FAILED,
      { effects: ['dead letter 1 after 5'], failed: ['1: 5'], left: ['3'] },
    ],
    [
      'is none when that call began before its last failure',
      { ...fails, ...failed(retry(1, 5)), circuit: CLOSED },
      FAILED,
      { effects: ['count 1 as 5', 'call 3'], failed: ['1: 5'], left: ['3'] },
    ],
    [
      'by its last attempt is a dead letter when another text was handled meanwhile',
      { ...fails, ...failed(retry(1, 4)), circuit: PROVEN },
      FAILED,
      { effects: ['dead letter 1 after 5'], failed: ['1: 5'], left: ['3'] },
    ],
    [
      'is a dead letter after a quarter of an hour alone',
      { retrying: 0, ...failed(retry(1, 5, { sinceMs: NOW_MS - 936_000 })) },
      FAILED,
      { effects: ['dead letter 1 after 5'], failed: ['1: 5'], left: [] },
    ],
    [
      'is none before that, and is tried again when it is over',
      { retrying: 0, ...failed(retry(1, 5, { sinceMs: NOW_MS - 935_000 })) },
      FAILED,
      { effects: ['count 1 as 5'], failed: ['1: 5'], left: [], dueInMs: 1_000 },
    ],
    [
      'is none in an outage, however long it is alone',
      {
        retrying: 0,
        ...failed(retry(1, 5, { sinceMs: NOW_MS - 100 * MINUTE_MS })),
        circuit: OUTAGE,
      },
      FAILED,
      { effects: ['count 1 as 5, in an outage'], failed: ['1: 5'], left: [] },
    ],
    [
      'and has become a dead letter, is left out, and the next is called',
      { ...failed(retry(1, 5), retry(2, 5)), ...texts(3), retrying: 0 },
      DEAD_LETTER,
      { effects: ['call 2'], failed: ['2: 5'], left: ['3'] },
    ],
  ]);
});

describe('an outage', () => {
  itDecides([
    [
      'begins with the third different text, whose attempt is not stored',
      { ...texts(1, 2), circuit: TWO_FAILING },
      FAILED,
      { effects: ['count 1 as 1, in an outage'], failed: ['1: 1'], left: ['2'] },
    ],
    [
      'that is over forgives all failures before it',
      { ...failed(retry(1, 5), retry(2, 4)), ...texts(3), retrying: 1, circuit: RECOVERED },
      FAILED,
      { effects: ['count 2 as 1'], failed: ['1: 0', '2: 1'], left: ['3'], dueInMs: 1_000 },
    ],
    [
      'forgives those that an earlier process counted, too',
      { ...texts(1), counted: { id: '1', count: 4 }, circuit: RECOVERED },
      FAILED,
      { effects: ['count 1 as 1'], failed: ['1: 1'], left: [], dueInMs: 1_000 },
    ],
    [
      'forgives once',
      { ...failed(retry(1, 2)), retrying: 0, recoveries: 1, circuit: RECOVERED },
      FAILED,
      { effects: ['count 1 as 3'], failed: ['1: 3'], left: [], dueInMs: 30_000 },
    ],
  ]);
});

it('changes nothing that it is given', () => {
  const given = { ...failed(retry(1, 4), retry(2, 5)), ...texts(3, 4), circuit: RECOVERED };
  const before = structuredClone(given);
  for (const result of [BEGUN, HANDLED, FAILED, DEAD_LETTER]) {
    decided({ ...given, retrying: 1 }, result);
    decided(given, result);
  }
  expect(given).toEqual(before);
});
