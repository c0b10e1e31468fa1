import type { SendAnswer } from '../../api/api.types.js';
import { PayamSmsApiError } from '../../errors/api.error.js';
import { PayamSmsAuthenticationError } from '../../errors/authentication.error.js';
import { PayamSmsError } from '../../errors/payamsms.error.js';
import { PayamSmsTransportError } from '../../errors/transport.error.js';
import { PayamSmsUnexpectedAnswerError } from '../../errors/unexpected-answer.error.js';
import { PayamSmsUnsentError, type UnsentReason } from '../../errors/unsent.error.js';
import type { PreparedSms } from '../prepare.js';
import type { SendOutcome } from '../sms.types.js';
import { matchEntries } from './match.js';
import { outcomeOfEntry, refused, unsent } from './outcome.js';
import { commonRefusal, isShared, type Refusal, wholeRefusal } from './refusal.js';

/** What one send of some messages came to. */
export interface CallResult {
  /** Whether the service may have received them. */
  hasLeft: boolean;
  /** The outcomes that are certain, in the order of the messages. */
  certain: SendOutcome[];
  inDoubt?: InDoubt;
  /**
   * The call was refused whole, for a reason that lies in some of its messages; in which, the answer
   * does not say. Where the answer names each message beside the one code, `certain` is what it says
   * when it is taken literally.
   */
  refusal?: Refusal;
}

/** Messages that the service may have accepted or not, and why that is not certain. */
export interface InDoubt {
  messages: readonly PreparedSms[];
  cause: PayamSmsError;
  /** Mostly absent. */
  unclaimed?: readonly Unclaimed[];
  /** Where the time for the last lookup came before the answer to their last send. */
  late?: LateCall;
}

/**
 * The serverIds in an answer that fit no message: each proves that one of the call's messages is
 * accepted, until a lookup has found of which message it is. All attempts of the call share it.
 */
export class Unclaimed {
  readonly #serverIds: Set<string>;

  constructor(serverIds: Iterable<string>) {
    this.#serverIds = new Set(serverIds);
  }

  get isEmpty(): boolean {
    return this.#serverIds.size === 0;
  }

  claim(serverIds: Iterable<string>): void {
    for (const serverId of serverIds) this.#serverIds.delete(serverId);
  }
}

/** A call that is still under way, and its messages: not all that are in doubt need be in it. */
export interface LateCall {
  messages: readonly PreparedSms[];
  result: Promise<CallResult>;
}

/** 4xx answers of something on the way that gave up waiting: the service may have the request. */
const GAVE_UP_WAITING = new Set([408, 499]);

/** What an answer makes certain. */
export function resultOfAnswer(messages: readonly PreparedSms[], answer: SendAnswer): CallResult {
  const refusal = 'code' in answer ? answer : wholeRefusal(messages.length, answer);
  if (refusal) return resultOfRefusal(messages, refusal);
  if ('code' in answer) throw new TypeError('an answer with a code is a refusal');
  const { entries, unclaimed } = matchEntries(messages, answer.entries, answer.unreadable);
  const certain: SendOutcome[] = [];
  const open: PreparedSms[] = [];
  messages.forEach((message, i) => {
    const entry = entries[i];
    if (entry === undefined) open.push(message);
    else certain.push(outcomeOfEntry(message, entry, answer));
  });
  if (open.length === 0) {
    const common = commonRefusal(messages, entries);
    if (!common) return { hasLeft: true, certain };
    const { operation, status } = answer;
    return { hasLeft: true, certain, refusal: { operation, status, ...common } };
  }
  const cause = new PayamSmsUnexpectedAnswerError(
    answer.operation,
    'body',
    `expected an entry for each message, got none for ${open.length} of ${messages.length}`,
  );
  const inDoubt: InDoubt = { messages: open, cause };
  if (unclaimed.size > 0) inDoubt.unclaimed = [new Unclaimed(unclaimed)];
  return { hasLeft: true, certain, inDoubt };
}

/** A refusal that all messages share is the outcome of each; any other one is to be searched. */
function resultOfRefusal(messages: readonly PreparedSms[], refusal: Refusal): CallResult {
  return isShared(messages, refusal.code)
    ? { hasLeft: true, certain: messages.map((message) => refused(message, refusal)) }
    : { hasLeft: true, certain: [], refusal };
}

/** What a failed call makes certain: all messages are unsent, or all are in doubt. */
export function resultOfFailure(
  messages: readonly PreparedSms[],
  error: unknown,
  hasLeft: boolean,
): CallResult {
  if (!(error instanceof PayamSmsError)) throw error;
  if (error instanceof PayamSmsUnsentError) {
    const { reason, cause } = error;
    const known = cause instanceof PayamSmsError ? cause : undefined;
    return { hasLeft, certain: messages.map((message) => unsent(message, reason, known)) };
  }
  const reason = proofOfUnsent(error);
  return reason === undefined
    ? { hasLeft, certain: [], inDoubt: { messages, cause: error } }
    : { hasLeft, certain: messages.map((message) => unsent(message, reason, error)) };
}

/** The reason for which nothing of a failed call was taken; `undefined` when that is not proven. */
function proofOfUnsent(error: PayamSmsError): UnsentReason | undefined {
  if (error instanceof PayamSmsAuthenticationError) return 'authentication';
  if (error instanceof PayamSmsTransportError) {
    return error.operation === 'login' || !error.requestSent ? 'unreachable' : undefined;
  }
  // Something else than the service has answered the login: a redirect, a proxy, a page of HTML.
  if ('operation' in error && error.operation === 'login') return 'unreachable';
  if (error instanceof PayamSmsApiError && !GAVE_UP_WAITING.has(error.status)) return 'refused';
  return undefined;
}

/** Several doubts of one batch as one, with the first cause. */
export function joinDoubts(...some: readonly (InDoubt | undefined)[]): InDoubt | undefined {
  const doubts = some.filter((doubt) => doubt !== undefined);
  const [first] = doubts;
  if (!first || doubts.length === 1) return first;
  const unclaimed = new Set(doubts.flatMap((doubt) => doubt.unclaimed ?? []));
  const late = joinLateCalls(doubts.flatMap((doubt) => doubt.late ?? []));
  return {
    messages: doubts.flatMap(({ messages }) => messages),
    cause: first.cause,
    ...(unclaimed.size > 0 && { unclaimed: [...unclaimed] }),
    ...(late && { late }),
  };
}

function joinLateCalls(calls: readonly LateCall[]): LateCall | undefined {
  if (calls.length < 2) return calls[0];
  return {
    messages: calls.flatMap(({ messages }) => messages),
    result: Promise.all(calls.map(({ result }) => result)).then(joinResults),
  };
}

/** What several attempts for messages of one batch came to. */
export function joinResults(results: readonly CallResult[]): CallResult {
  const inDoubt = joinDoubts(...results.map((result) => result.inDoubt));
  return {
    hasLeft: results.some(({ hasLeft }) => hasLeft),
    certain: results.flatMap(({ certain }) => certain),
    ...(inDoubt && { inDoubt }),
  };
}
