import type { InboundSms } from '../api/api.types.js';
import type { ListenerFailure } from '../events/describe-failure.js';
import { afterFailure, afterHandled, type Circuit, isProvenSince } from './circuit-breaker.js';
import { type InboxState, textInTurn } from './inbox-state.js';
import { isUsedUp, patienceAloneMs, type RetryState, waitMsOf } from './retry-state.js';

export interface State {
  readonly inbox: InboxState;
  /** Of all numbers. */
  readonly circuit: Circuit;
}

/** What became of the text in turn; `begun` is before the first of a run. */
export type Result =
  | { readonly is: 'begun' }
  /** @param calledAt the circuit's `failures` when the call began */
  | { readonly is: 'handled'; readonly calledAt: number }
  | { readonly is: 'failed'; readonly failures: readonly ListenerFailure[] }
  | { readonly is: 'dead letter' };

/** What to do next, in order. Only the last of several brings a {@link Result}; the run ends after none. */
export type Effect =
  | { readonly do: 'call'; readonly sms: InboundSms }
  | ({ readonly do: 'add dead letter' } & Failed)
  | ({
      readonly do: 'count attempt';
      /** The app itself is failing: the attempt does not count. */
      readonly isOutage: boolean;
    } & Failed);

interface Failed {
  readonly retry: RetryState;
  readonly failures: readonly ListenerFailure[];
}

export interface Decision {
  readonly next: State;
  readonly effects: readonly Effect[];
}

/**
 * What follows from what became of a text.
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
export function decide({ inbox, circuit }: State, result: Result, nowMs: number): Decision {
  switch (result.is) {
    case 'begun':
      return goOn({ inbox: retryAll(inbox), circuit });
    case 'handled': {
      const { id } = textInTurn(inbox)!;
      return goOn({ inbox: done(inbox), circuit: afterHandled(circuit, id, result.calledAt) });
    }
    case 'dead letter':
      return goOn({ inbox: done(inbox), circuit });
    case 'failed':
      return afterFailed({ inbox, circuit }, result.failures, nowMs);
  }
}

function goOn(next: State, before: readonly Effect[] = []): Decision {
  const sms = textInTurn(next.inbox);
  return { next, effects: sms ? [...before, { do: 'call', sms }] : before };
}

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

function failedOnceMore(
  { inbox, circuit }: State,
  { failures: failedAt }: Circuit,
  nowMs: number,
): { inbox: InboxState; retry: RetryState } {
  const { maxAttempts, retrying = inbox.failed.length, recoveries } = inbox;
  // Failures from before the app recovered count for nothing.
  const isForgiven = recoveries !== circuit.recoveries;
  const last = inbox.failed[retrying] ?? firstFailureOf(inbox, nowMs);
  const attempts = Math.min((isForgiven ? 0 : last.attempts) + 1, maxAttempts);
  const retry = { ...last, attempts, failedAt };
  const failed = inbox.failed.map((other) => (isForgiven ? { ...other, attempts: 0 } : other));
  failed[retrying] = retry;
  return {
    retry,
    inbox: {
      ...inbox,
      failed,
      next: inbox.retrying === undefined ? inbox.next + 1 : inbox.next,
      dueMs: nowMs + waitMsOf(retry, maxAttempts, nowMs),
      recoveries: circuit.recoveries,
    },
  };
}

function firstFailureOf(inbox: InboxState, nowMs: number): RetryState {
  const sms = textInTurn(inbox)!;
  const attempts = inbox.counted?.id === sms.id ? inbox.counted.count : 0;
  return { sms, sinceMs: nowMs, attempts, failedAt: 0 };
}

/** Whether it is certain by now that the text is the cause, or no other text has come to show it. */
function isDeadLetter(before: State, { inbox, circuit }: State, nowMs: number): boolean {
  const { maxAttempts, retrying = 0 } = inbox;
  const retry = inbox.failed[retrying]!;
  if (!isUsedUp(retry, maxAttempts)) return false;
  if (isProvenSince(before.circuit, before.inbox.failed[retrying]!.failedAt)) return true;
  const isClosed = circuit.outageSinceMs === undefined;
  return isClosed && nowMs >= retry.sinceMs + patienceAloneMs(maxAttempts);
}
