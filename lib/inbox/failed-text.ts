import { type Circuit, isProvenSince } from './circuit-breaker.js';
import { type InboxState, type State, textInTurn } from './inbox-state.js';
import { isUsedUp, patienceAloneMs, type RetryState, waitMsOf } from './retry-state.js';

/** What is known of the text in turn, and of its number, after it has failed. */
export function failedOnceMore(
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
export function isDeadLetter(before: State, { inbox, circuit }: State, nowMs: number): boolean {
  const { maxAttempts, retrying = 0 } = inbox;
  const retry = inbox.failed[retrying]!;
  if (!isUsedUp(retry, maxAttempts)) return false;
  if (isProvenSince(before.circuit, before.inbox.failed[retrying]!.failedAt)) return true;
  const isClosed = circuit.outageSinceMs === undefined;
  return isClosed && nowMs >= retry.sinceMs + patienceAloneMs(maxAttempts);
}
