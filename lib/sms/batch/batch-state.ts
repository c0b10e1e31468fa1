import { PayamSmsUnknownOutcomeError } from '../../errors/unknown-outcome.error.js';
import type { PreparedSms } from '../prepare.js';
import type { SendGuarantee, SendOutcome } from '../sms.types.js';
import type { InDoubt } from '../call/call-result.js';

/** What the run of a batch has promised. */
export interface BatchPromise {
  /** An earlier run may have sent the messages: they are looked up first. */
  readonly resume: boolean;
  readonly guarantee: SendGuarantee;
}

/** What is known of a batch, and what is to be done next. */
export interface BatchState {
  readonly messages: readonly PreparedSms[];
  readonly promise: BatchPromise;
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
  /** Until each message is found, or was absent in one lookup, or until the deadline. */
  | { do: 'look-up-once'; inDoubt: InDoubt }
  /** Until each message is found, or until the deadline: absence proves nothing. */
  | { do: 'look-up-until-found'; inDoubt: InDoubt }
  /** Once: an earlier copy of messages that were sent again may have shown up late. */
  | { do: 'look-for-copies'; messages: readonly PreparedSms[] }
  | { do: 'end'; outcomes: SendOutcome[] };

/** By the messages' index. */
export type Outcomes = ReadonlyMap<number, SendOutcome>;

const NO_OUTCOMES: Outcomes = new Map();

export function newBatch(
  messages: readonly PreparedSms[],
  { resume, guarantee }: BatchPromise,
): BatchState {
  const promise = { resume, guarantee };
  const next: Step = resume
    ? { do: lookUpFor(promise), inDoubt: mayBeSent(messages) }
    : { do: 'send', messages };
  return { messages, promise, sends: 0, next };
}

/** Where a second copy does no harm, one lookup must do before a message is sent again. */
const lookUpFor = ({ guarantee }: BatchPromise) =>
  guarantee === 'at-least-once' ? 'look-up-once' : 'look-up';

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
  const { messages, promise, outcomes = NO_OUTCOMES } = state;
  const next: Step = inDoubt
    ? { do: lookUpFor(promise), inDoubt }
    : { do: 'end', outcomes: messages.map(({ index }) => outcomes.get(index)!) };
  return { ...state, inDoubt: undefined, next };
}
