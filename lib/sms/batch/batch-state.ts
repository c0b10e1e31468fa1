import { PayamSmsUnknownOutcomeError } from '../../errors/unknown-outcome.error.js';
import type { PreparedSms } from '../prepare.js';
import type { SendOutcome } from '../sms.types.js';
import type { InDoubt } from './call-result.js';

/** What is known of a batch, and what is to be done next. */
export interface BatchState {
  readonly messages: readonly PreparedSms[];
  /** An earlier run may have sent the messages. */
  readonly isResumed: boolean;
  /** How often messages of the batch have left. */
  readonly sends: number;
  /** What is certain so far. Absent where the answer to the first send makes everything certain. */
  readonly outcomes?: Outcomes;
  /** Messages that are in doubt, besides those that `next` is about. */
  readonly inDoubt?: InDoubt;
  readonly next: Step;
}

export type Step =
  | { do: 'send'; messages: readonly PreparedSms[] }
  /** Until each message is found, or was absent in two lookups, or until the deadline. */
  | { do: 'look-up'; inDoubt: InDoubt }
  /** Until each message is found, or until the deadline: absence proves nothing. */
  | { do: 'look-up-until-found'; inDoubt: InDoubt }
  /** Once: an earlier copy of messages that were sent again may have shown up late. */
  | { do: 'look-for-copies'; messages: readonly PreparedSms[] }
  | { do: 'end'; outcomes: SendOutcome[] };

/** By the messages' index. */
export type Outcomes = ReadonlyMap<number, SendOutcome>;

const NO_OUTCOMES: Outcomes = new Map();

export function newBatch(messages: readonly PreparedSms[], isResumed: boolean): BatchState {
  const next: Step = isResumed
    ? { do: 'look-up', inDoubt: mayBeSent(messages) }
    : { do: 'send', messages };
  return { messages, isResumed, sends: 0, next };
}

function mayBeSent(messages: readonly PreparedSms[]): InDoubt {
  const ids = messages.map(({ customerId }) => customerId);
  return { messages, cause: new PayamSmsUnknownOutcomeError(ids) };
}

/** With further outcomes, which take the place of earlier ones. */
export function withOutcomes(state: BatchState, ...added: readonly SendOutcome[][]): BatchState {
  const outcomes = new Map(state.outcomes ?? NO_OUTCOMES);
  for (const outcome of added.flat()) outcomes.set(outcome.index, outcome);
  return { ...state, outcomes };
}

/** Looks up what is still in doubt; where nothing is, the batch has ended. */
export function withDoubts(state: BatchState, inDoubt: InDoubt | undefined): BatchState {
  const { messages, outcomes = NO_OUTCOMES } = state;
  const next: Step = inDoubt
    ? { do: 'look-up', inDoubt }
    : { do: 'end', outcomes: messages.map(({ index }) => outcomes.get(index)!) };
  return { ...state, inDoubt: undefined, next };
}
