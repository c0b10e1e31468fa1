import type { UnsentReason } from '../../errors/unsent.error.js';
import type { Findings } from '../reconcile/findings.js';
import type { SendOutcome } from '../sms.types.js';
import { type BatchState, withDoubts, withOutcomes } from './batch-state.js';
import { type CallResult, type InDoubt, joinDoubts } from '../call/call-result.js';
import { foundAccepted, isAccepted, unknown, unsent, withCopies } from '../call/outcome.js';

/** What a decision depends on besides the batch. */
export interface Circumstances {
  /** Why the run sends nothing more. */
  stopped: UnsentReason | undefined;
  /** Whether the deadline and the number of sends so far allow another one. */
  maySend: boolean;
  isDeadlineOver: boolean;
  /** Whether lookups have found of which messages all serverIds are that fit no message. */
  areClaimed: boolean;
}

export function decideAfterSend(state: BatchState, result: CallResult): BatchState {
  const { messages, promise } = state;
  const { certain, hasLeft, inDoubt } = result;
  const sends = state.sends + (hasLeft ? 1 : 0);
  // The usual case needs no bookkeeping: one answer makes everything certain.
  if (!state.outcomes && !inDoubt) {
    return { ...state, sends, next: { do: 'end', outcomes: certain } };
  }
  const known = withOutcomes({ ...state, sends }, certain);
  const doubts = joinDoubts(state.inDoubt, inDoubt);
  // Where a second copy does no harm, nobody waits to hear of one.
  const mayHaveCopies = promise.guarantee === 'once' && (sends > 1 || promise.resume);
  if (!hasLeft || !mayHaveCopies || certain.length === 0) return withDoubts(known, doubts);
  const indexes = new Set(certain.map(({ index }) => index));
  const sentAgain = messages.filter(({ index }) => indexes.has(index));
  return { ...known, inDoubt: doubts, next: { do: 'look-for-copies', messages: sentAgain } };
}

export function decideAfterCopies(state: BatchState, found: Findings['found']): BatchState {
  const outcomes = state.messages.flatMap((message) => {
    const serverIds = found.get(message.customerId);
    const outcome = state.outcomes?.get(message.index);
    return serverIds && outcome ? withCopies(message, outcome, serverIds) : [];
  });
  return withDoubts(withOutcomes(state, outcomes), state.inDoubt);
}

/**
 * @param inDoubt what was looked up
 * @param late the answer to the call that the doubt comes from, where it has come meanwhile
 */
export function decideAfterLookup(
  state: BatchState,
  inDoubt: InDoubt,
  { found, absent, unsure, late }: Findings & { late?: CallResult },
  { stopped, maySend, isDeadlineOver, areClaimed }: Circumstances,
): BatchState {
  const { messages, cause, unclaimed } = inDoubt;
  const isOnce = state.next.do === 'look-up-once';
  const open = isDeadlineOver ? [] : unsure;
  let known = withOutcomes(
    state,
    messages.flatMap((message) => {
      const serverIds = found.get(message.customerId);
      return serverIds ? foundAccepted(message, serverIds) : [];
    }),
    isDeadlineOver ? unsure.map((message) => unknown(message, cause)) : [],
  );
  if (late) known = withLateResult(known, late);

  const rest = [...absent, ...open];
  if (rest.length > 0 && unclaimed && !areClaimed && !isOnce) {
    // Some of those that do not show are accepted all the same, and must not be sent again.
    const hidden = { messages: rest, cause, unclaimed };
    return { ...known, next: { do: 'look-up-until-found', inDoubt: hidden } };
  }
  const left = open.length > 0 ? { messages: open, cause } : undefined;
  if (absent.length === 0) return withDoubts(known, left);
  if (maySend && stopped === undefined) {
    return { ...known, inDoubt: left, next: { do: 'send', messages: absent } };
  }
  if (isOnce) {
    // One lookup is enough to send them again, but does not prove that they were not sent.
    return { ...known, next: { do: 'look-up', inDoubt: { ...inDoubt, messages: rest } } };
  }
  const reason = stopped ?? 'unreachable';
  const failure = state.sends > 0 ? cause : undefined;
  const ended = absent.map((message) => unsent(message, reason, failure));
  return withDoubts(withOutcomes(known, ended), left);
}

/** The answer to a send that came while its messages were looked up; what was found stands. */
function withLateResult(state: BatchState, { certain }: CallResult): BatchState {
  const isFound = ({ index }: SendOutcome) => {
    const outcome = state.outcomes?.get(index);
    return outcome !== undefined && isAccepted(outcome);
  };
  return withOutcomes(
    state,
    certain.filter((outcome) => !isFound(outcome)),
  );
}
