import { describe, expect, it } from '@jest/globals';
import { type Circuit, CLOSED_CIRCUIT } from '../../lib/inbox/circuit-breaker.js';
import {
  decide,
  type Decision,
  type Effect,
  nextRunInMs,
  type Result,
} from '../../lib/inbox/decide.js';
import { emptyInbox, type InboxState } from '../../lib/inbox/inbox-state.js';
import type { RetryState } from '../../lib/inbox/retry-state.js';
import { sms } from './support/sms.js';

const NOW_MS = 1_000_000;
const MINUTE_MS = 60_000;
const USED_UP = 5;

const BEGUN: Result = { is: 'begun' };
const HANDLED: Result = { is: 'handled', calledAt: 7 };
const FAILED: Result = { is: 'failed', failures: [{ listener: 'Orders.onText', error: 'no' }] };
const COMMITTED: Result = { is: 'committed' };
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
const OPEN: Circuit = { ...OUTAGE, openUntilMs: NOW_MS + 3_000 };
const RECOVERED: Circuit = { ...CLOSED, recoveries: 1 };

const said = (effect: Effect): string => {
  if (effect.do === 'read' || effect.do === 'advance') return effect.do;
  if (effect.do === 'call' || effect.do === 'commit') return `${effect.do} ${effect.sms.id}`;
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
  decide({ inbox: { ...emptyInbox(USED_UP, 0), ...inbox }, circuit }, result, NOW_MS);

function itDecides(cases: [string, Given, Result, Expected][]): void {
  it.each(cases)('%s', (_, given, result, expected) => {
    const decision = decided(given, result);
    const dueInMs = decision.next.inbox.dueMs - NOW_MS;
    const found = { ...inShort(decision), ...('dueInMs' in expected && { dueInMs }) };
    expect(found).toEqual(expected);
  });
}

const readResult = (...ids: number[]): Result => ({ is: 'read', ...texts(...ids), hasMore: false });
const NOTHING = { failed: [], left: [] };

describe('when a run begins', () => {
  itDecides([
    ['texts are read where none is left', {}, BEGUN, { effects: ['read'], ...NOTHING }],
    [
      'texts that were read and had no turn are called, and no others are read',
      texts(1, 2),
      BEGUN,
      { effects: ['call 1'], failed: [], left: ['1', '2'] },
    ],
    [
      'texts are read where the only one left has its attempts used up',
      { ...failed(retry(1, 5)), dueMs: NOW_MS + 1 },
      BEGUN,
      { effects: ['read'], failed: ['1: 5'], left: [] },
    ],
    [
      'those that failed come first',
      { ...failed(retry(1, 5), retry(2, 3)), ...texts(3) },
      BEGUN,
      { effects: ['call 1'], failed: ['1: 5', '2: 3'], left: ['3'] },
    ],
    [
      'nothing is done before a failed text is due',
      { ...failed(retry(1, 3)), ...texts(2), dueMs: NOW_MS + 1 },
      BEGUN,
      { effects: [], failed: ['1: 3'], left: ['2'] },
    ],
    [
      'nothing is read, and nothing called, while the circuit is open',
      { circuit: OPEN },
      BEGUN,
      { effects: [], ...NOTHING },
    ],
    [
      'nothing that was read is called while the circuit is open',
      { ...failed(retry(1, 5)), ...texts(2), circuit: OPEN },
      BEGUN,
      { effects: [], failed: ['1: 5'], left: ['2'] },
    ],
    [
      'a text is tried when the circuit is half-open',
      { ...failed(retry(1, 5)), ...texts(2), circuit: { ...OPEN, openUntilMs: NOW_MS } },
      BEGUN,
      { effects: ['call 1'], failed: ['1: 5'], left: ['2'] },
    ],
    [
      'a text that is handled and could not be committed is committed before others are called',
      { ...failed(retry(1, 5)), ...texts(2, 3), isCommitDue: true },
      BEGUN,
      { effects: ['commit 2'], failed: ['1: 5'], left: ['2', '3'] },
    ],
    [
      'so is one that had failed, before texts are read',
      { ...failed(retry(1, 5), retry(2, 5)), retrying: 1, isCommitDue: true },
      BEGUN,
      { effects: ['commit 2'], failed: ['1: 5', '2: 5'], left: [] },
    ],
    [
      'so is one while the circuit is open',
      { ...texts(1), isCommitDue: true, circuit: OPEN },
      BEGUN,
      { effects: ['commit 1'], failed: [], left: ['1'] },
    ],
  ]);
});

describe('when texts are read', () => {
  itDecides([
    [
      'the first one is called',
      {},
      readResult(1, 2),
      { effects: ['call 1'], failed: [], left: ['1', '2'] },
    ],
    [
      'and there are none, the cursor moves',
      {},
      readResult(),
      { effects: ['advance'], ...NOTHING },
    ],
    [
      'those that failed come first',
      failed(retry(1, 5)),
      readResult(1, 2),
      { effects: ['call 1'], failed: ['1: 5'], left: ['2'] },
    ],
    [
      'and there are none, one that failed waits until it is due',
      { ...failed(retry(1, 5)), dueMs: NOW_MS + 1 },
      readResult(1),
      { effects: [], failed: ['1: 5'], left: [] },
    ],
    [
      'behind one with its attempts used up, it does not wait until it is due',
      { ...failed(retry(1, 5)), dueMs: NOW_MS + 1 },
      readResult(1, 2),
      { effects: ['call 1'], failed: ['1: 5'], left: ['2'] },
    ],
    [
      'and the circuit has opened meanwhile, they wait',
      { circuit: OPEN },
      readResult(1),
      { effects: [], failed: [], left: ['1'] },
    ],
  ]);
});

describe('when the listeners have handled a text', () => {
  itDecides([
    [
      'it is committed',
      texts(1, 2),
      HANDLED,
      { effects: ['commit 1'], failed: [], left: ['1', '2'] },
    ],
    [
      'that had failed, it is committed',
      { ...failed(retry(1, 5), retry(2, 3)), retrying: 1 },
      HANDLED,
      { effects: ['commit 2'], failed: ['1: 5', '2: 3'], left: [] },
    ],
  ]);

  it('that failed in an outage, the app has recovered', () => {
    const circuit = { ...OUTAGE, failing: new Set(['1', '8', '9']) };
    const { next } = decided({ ...failed(retry(1, 5)), retrying: 0, circuit }, HANDLED);
    expect(next.circuit).toMatchObject({ recoveries: 1, failing: new Set() });
    expect(next.circuit.outageSinceMs).toBeUndefined();
  });
});

describe('when a text is committed', () => {
  itDecides([
    [
      'the next one is called',
      { ...texts(1, 2), isCommitDue: true },
      COMMITTED,
      { effects: ['call 2'], failed: [], left: ['2'] },
    ],
    [
      'the cursor moves after the last',
      { ...texts(1), isCommitDue: true },
      COMMITTED,
      { effects: ['advance'], ...NOTHING },
    ],
    [
      'the next page is read after the last where more are kept',
      { ...texts(1), hasMore: true },
      COMMITTED,
      { effects: ['read'], ...NOTHING },
    ],
    [
      'those that failed before it are tried at once: the app is well',
      { ...failed(retry(1, 5)), ...texts(2, 3) },
      COMMITTED,
      { effects: ['call 1'], failed: ['1: 5'], left: ['3'] },
    ],
    [
      'that had failed, it is left out, and the next that failed is called',
      { ...failed(retry(1, 5), retry(2, 3)), ...texts(3), retrying: 0 },
      COMMITTED,
      { effects: ['call 2'], failed: ['2: 3'], left: ['3'] },
    ],
    [
      'that had failed last, the texts without a turn follow',
      { ...failed(retry(1, 2)), ...texts(3), retrying: 0 },
      COMMITTED,
      { effects: ['call 3'], failed: [], left: ['3'] },
    ],
    [
      'and texts of other numbers have opened the circuit meanwhile, the next one waits',
      { ...texts(1, 2), circuit: OPEN },
      COMMITTED,
      { effects: [], failed: [], left: ['2'] },
    ],
  ]);

  it('nothing is left to commit', () => {
    const { next } = decided({ ...texts(1, 2), isCommitDue: true }, COMMITTED);
    expect(next.inbox.isCommitDue).toBe(false);
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
      'a last time, and more are kept, the next page is read',
      { ...failed(retry(1, 4)), retrying: 0, hasMore: true },
      FAILED,
      { effects: ['count 1 as 5', 'read'], failed: ['1: 5'], left: [] },
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

describe('the next run', () => {
  it.each<[string, Given, number | undefined]>([
    ['waits for new texts when all is done', texts(), undefined],
    ['comes at once while a page is left', { hasMore: true }, 0],
    ['comes at once while a text has had no turn', texts(1), 0],
    [
      'comes at once while a commit is due, the circuit open or not',
      { ...texts(1), isCommitDue: true, circuit: OPEN },
      0,
    ],
    [
      'comes when a failed text is due',
      { ...failed(retry(1, 3)), ...texts(2), dueMs: NOW_MS + 9 },
      9,
    ],
    ['comes when the circuit is half-open', { ...texts(1), circuit: OPEN }, 3_000],
    [
      'comes with the later of both',
      { ...failed(retry(1, 3)), dueMs: NOW_MS + 9, circuit: OPEN },
      3_000,
    ],
  ])('%s', (_, { circuit = CLOSED, ...inbox }, inMs) => {
    const state = { inbox: { ...emptyInbox(USED_UP, 0), ...inbox }, circuit };
    expect(nextRunInMs(state, NOW_MS)).toBe(inMs);
  });
});

it('changes nothing that it is given', () => {
  const given = { ...failed(retry(1, 4), retry(2, 5)), ...texts(3, 4), circuit: RECOVERED };
  const before = structuredClone(given);
  for (const result of [BEGUN, readResult(5), HANDLED, COMMITTED, FAILED, DEAD_LETTER]) {
    decided({ ...given, retrying: 1 }, result);
    decided(given, result);
  }
  expect(given).toEqual(before);
});
