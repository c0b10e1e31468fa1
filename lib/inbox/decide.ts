import type { InboundSms } from '../api/api.types.js';
import type { ListenerFailure } from '../events/describe-failure.js';
import { afterFailure, afterHandled, type Circuit, stateOf } from './circuit-breaker.js';
import {
  type InboxState,
  isDone,
  type State,
  type TextsRead,
  textInTurn,
  waitMs,
  wantsMore,
  withTexts,
} from './inbox-state.js';
import { failedOnceMore, isDeadLetter } from './failed-text.js';
import { isUsedUp, type RetryState } from './retry-state.js';

/** What the last effect brought; `begun` is before the first of a run. */
export type Result =
  | { readonly is: 'begun' }
  | ({ readonly is: 'read' } & TextsRead)
  /**
   * By the listeners of the text in turn.
   *
   * @param calledAt the circuit's `failures` when the call began
   */
  | { readonly is: 'handled'; readonly calledAt: number }
  | { readonly is: 'committed' }
  | { readonly is: 'failed'; readonly failures: readonly ListenerFailure[] }
  | { readonly is: 'dead letter' };

/** What to do next, in order. Only the last of several brings a {@link Result}; the run ends after none. */
export type Effect =
  | { readonly do: 'read' }
  | { readonly do: 'call'; readonly sms: InboundSms }
  /** The store learns that the text is handled. */
  | { readonly do: 'commit'; readonly sms: InboundSms }
  | ({ readonly do: 'add dead letter' } & Failed)
  | ({
      readonly do: 'count attempt';
      /** The app itself is failing: the attempt does not count. */
      readonly isOutage: boolean;
    } & Failed)
  /** Move the cursor: all that was read is handled. */
  | { readonly do: 'advance' };

interface Failed {
  readonly retry: RetryState;
  readonly failures: readonly ListenerFailure[];
}

export interface Decision {
  readonly next: State;
  readonly effects: readonly Effect[];
}

/**
 * What follows from the result of the last effect.
 *
 * A number's texts are handed to the listeners in the order of their ids. One that fails is tried
 * again after 1 s, 5 s, 30 s and 2 min, and the later ones wait for it. When its attempts are used up,
 * nothing says yet whether the text or the app is the cause. So it stays, is tried every 2 min, and
 * each time the next one is tried right after it:
 *
 * - that one is handled: the app is well. The text is called once more, to be sure that the app did
 *   not recover between the two calls, and becomes a dead letter when it fails;
 * - that one fails too: it has attempts of its own, and once these are used up the one behind it is
 *   tried as well, and so on. In an outage, however long, no text becomes a dead letter so, and no
 *   later one overtakes one that may still be handled. And yet no number of texts that nothing can
 *   handle blocks the others for good;
 * - there is none: no text waits for it. It stays until one comes, or for six times as long as its
 *   attempts took: some 15 min with five.
 *
 * A text of another number that was handled after its last failure proves the same, and then its last
 * attempt decides.
 */
export function decide(state: State, result: Result, nowMs: number): Decision {
  const { inbox, circuit } = state;
  switch (result.is) {
    case 'begun':
      return begin(state, nowMs);
    case 'read':
      return tryAll({ inbox: withTexts(inbox, result), circuit }, nowMs);
    case 'handled': {
      const sms = textInTurn(inbox)!;
      const next = afterHandled(circuit, sms.id, result.calledAt);
      // Stored or not, it is not called again.
      return commit({ inbox: { ...inbox, isCommitDue: true }, circuit: next });
    }
    case 'committed': {
      const next = { inbox: done({ ...inbox, isCommitDue: false }), circuit };
      // Texts of other numbers may have failed meanwhile.
      return isOpen(circuit, nowMs) ? end(next) : goOn(next);
    }
    case 'dead letter':
      return goOn({ inbox: done(inbox), circuit });
    case 'failed':
      return afterFailed(state, result.failures, nowMs);
  }
}

/** Milliseconds until a run would find something to do; `undefined` while only new texts would be. */
export function nextRunInMs({ inbox, circuit }: State, nowMs: number): number | undefined {
  if (inbox.isCommitDue) return 0;
  if (isDone(inbox)) return inbox.hasMore ? 0 : undefined;
  return Math.max(waitMs(inbox, nowMs), circuit.openUntilMs - nowMs);
}

function begin(state: State, nowMs: number): Decision {
  if (state.inbox.isCommitDue) return commit(state);
  if (isOpen(state.circuit, nowMs)) return end(state);
  return wantsMore(state.inbox) ? read(state) : tryAll(state, nowMs);
}

function tryAll({ inbox, circuit }: State, nowMs: number): Decision {
  const next = { inbox: retryAll(inbox), circuit };
  return isOpen(circuit, nowMs) || waitMs(inbox, nowMs) > 0 ? end(next) : goOn(next);
}

function goOn(next: State, before: readonly Effect[] = []): Decision {
  const sms = textInTurn(next.inbox);
  if (sms) return { next, effects: [...before, { do: 'call', sms }] };
  if (next.inbox.hasMore && wantsMore(next.inbox)) return read(next, before);
  return isDone(next.inbox) ? { next, effects: [...before, { do: 'advance' }] } : end(next, before);
}

const isOpen = (circuit: Circuit, nowMs: number) => stateOf(circuit, nowMs) === 'open';

const read = (next: State, before: readonly Effect[] = []): Decision => ({
  next,
  effects: [...before, { do: 'read' }],
});

const commit = (next: State): Decision => ({
  next,
  effects: [{ do: 'commit', sms: textInTurn(next.inbox)! }],
});

const end = (next: State, effects: readonly Effect[] = []): Decision => ({ next, effects });

/** All that failed have their turn, in order; then come the texts that have had none. */
const retryAll = (inbox: InboxState): InboxState => withTurnOf(inbox, 0);

const withTurnOf = (inbox: InboxState, index: number): InboxState => ({
  ...inbox,
  retrying: index < inbox.failed.length ? index : undefined,
});

/** The text in turn needs no other. */
function done(inbox: InboxState): InboxState {
  const { retrying } = inbox;
  // It shows that the app is well: those that failed have their turn at once.
  if (retrying === undefined) return retryAll({ ...inbox, next: inbox.next + 1 });
  return withTurnOf({ ...inbox, failed: inbox.failed.toSpliced(retrying, 1) }, retrying);
}

function afterFailed(before: State, failures: readonly ListenerFailure[], nowMs: number): Decision {
  const { retrying, maxAttempts } = before.inbox;
  const circuit = afterFailure(before.circuit, textInTurn(before.inbox)!.id, nowMs);
  const { inbox, retry } = failedOnceMore(before, circuit, nowMs);
  const next = { inbox, circuit };
  if (retrying !== undefined && isDeadLetter(before, next, nowMs)) {
    return { next, effects: [{ do: 'add dead letter', retry, failures }] };
  }
  const isOutage = circuit.outageSinceMs !== undefined;
  const effects = [{ do: 'count attempt', retry, failures, isOutage } as const];
  if (!isUsedUp(retry, maxAttempts)) return { next, effects };
  const turn = retrying === undefined ? inbox.failed.length : retrying + 1;
  return goOn({ inbox: withTurnOf(inbox, turn), circuit }, effects);
}
