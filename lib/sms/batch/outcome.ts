import type { SendAnswer, SendEntry } from '../api/api.types.js';
import { apiErrorOf, type LogicalError } from '../api/answer.js';
import { PayamSmsApiError } from '../errors/api.error.js';
import { PayamSmsAuthenticationError } from '../errors/authentication.error.js';
import type { Operation } from '../errors/operation.js';
import { PayamSmsError } from '../errors/payamsms.error.js';
import { PayamSmsTransportError } from '../errors/transport.error.js';
import { PayamSmsUnexpectedAnswerError } from '../errors/unexpected-answer.error.js';
import { PayamSmsUnsentError, type UnsentReason } from '../errors/unsent.error.js';
import { matchEntries } from './match.js';
import { commonRefusal, isShared, wholeRefusal } from './refusal.js';
import type { PreparedSms } from './prepare.js';
import type { AcceptedSms, SendOutcome, UnknownSms, UnsentSms } from './sms.types.js';

/** Not enough credit: the account's fault, not the message's, so the message is just unsent. */
const NO_CREDIT = 'E6';

/** 4xx answers of something on the way that gave up waiting: the service may have heard us. */
const GAVE_UP_WAITING = new Set([408, 499]);

/** What one call made clear. */
export interface Verdict {
  /** In the order of the messages. */
  closed: SendOutcome[];
  doubt?: Doubt;
  /**
   * The call was refused whole for what some of its messages bear, nobody knows which. Where the
   * answer names each message beside the one code, `closed` is what it says when taken at its word.
   */
  refusal?: Refusal;
}

/** Messages of which nobody can say yet whether they were accepted, and why. */
export interface Doubt {
  messages: readonly PreparedSms[];
  cause: PayamSmsError;
  /**
   * The serverIds that the answer gave and that could not be told apart: each proves that one of
   * the messages is accepted. Absent for most doubts.
   */
  unclaimed?: ReadonlySet<string>;
  /** The last of the calls, where the time for the last look came before its answer. */
  pending?: PendingCall;
}

/** A call that is still under way, and its messages: not all that are in doubt need be in it. */
export interface PendingCall {
  messages: readonly PreparedSms[];
  verdict: Promise<Verdict>;
}

/** A code for a whole call, and the call's answer. */
export interface Refusal extends LogicalError {
  operation: Operation;
  status: number;
}

/** What an answer says of each message. */
export function judgeAnswer(messages: readonly PreparedSms[], answer: SendAnswer): Verdict {
  const refusal = 'code' in answer ? answer : wholeRefusal(messages.length, answer);
  if (refusal) return judgeRefusal(messages, refusal);
  if ('code' in answer) throw new TypeError('an answer with a code is a refusal');
  const { entries, unclaimed } = matchEntries(messages, answer.entries, answer.unreadable);
  const closed: SendOutcome[] = [];
  const open: PreparedSms[] = [];
  messages.forEach((message, i) => {
    const entry = entries[i];
    if (entry === undefined) open.push(message);
    else closed.push(outcomeOfEntry(message, entry, answer));
  });
  if (open.length === 0) {
    const common = commonRefusal(messages, entries);
    const { operation, status } = answer;
    return common ? { closed, refusal: { operation, status, ...common } } : { closed };
  }
  const cause = new PayamSmsUnexpectedAnswerError(
    answer.operation,
    'body',
    `expected an entry for each message, got none for ${open.length} of ${messages.length}`,
  );
  return { closed, doubt: { messages: open, cause, ...(unclaimed.size > 0 && { unclaimed }) } };
}

/** A refusal that all messages share is the outcome of each; any other one is to be searched. */
export function judgeRefusal(messages: readonly PreparedSms[], refusal: Refusal): Verdict {
  return isShared(messages, refusal.code)
    ? { closed: messages.map((message) => refused(message, refusal)) }
    : { closed: [], refusal };
}

/** What a failed call proves of its messages: all unsent, or all open. */
export function judgeFailure(messages: readonly PreparedSms[], error: unknown): Verdict {
  if (!(error instanceof PayamSmsError)) throw error;
  if (error instanceof PayamSmsUnsentError) {
    const { reason, cause } = error;
    const known = cause instanceof PayamSmsError ? cause : undefined;
    return { closed: messages.map((message) => unsent(message, reason, known)) };
  }
  const reason = proofOfUnsent(error);
  return reason === undefined
    ? { closed: [], doubt: { messages, cause: error } }
    : { closed: messages.map((message) => unsent(message, reason, error)) };
}

/** Found by asking for its customerId. */
export function settled(
  message: PreparedSms,
  [serverId, ...duplicates]: readonly [string, ...string[]],
): AcceptedSms {
  return { ...accepted(message, serverId, duplicates), settled: true };
}

/** What is known of a message that was sent again, with the copies that asking for it has found. */
export function withCopies(
  message: PreparedSms,
  outcome: SendOutcome,
  serverIds: readonly [string, ...string[]],
): SendOutcome {
  if (outcome.status !== 'accepted') return settled(message, serverIds);
  const copies = new Set([...(outcome.duplicates ?? []), ...serverIds]);
  copies.delete(outcome.serverId);
  return copies.size === 0 ? outcome : { ...outcome, duplicates: [...copies] };
}

export function unsent(
  message: PreparedSms,
  reason: UnsentReason,
  cause?: PayamSmsError,
): UnsentSms {
  return { status: 'unsent', ...identityOf(message), reason, ...(cause && { cause }) };
}

export function isOutOfCredit(outcome: SendOutcome): boolean {
  return outcome.status === 'unsent' && outcome.reason === 'credit';
}

export function unknown(message: PreparedSms, cause: PayamSmsError): UnknownSms {
  return { status: 'unknown', ...identityOf(message), cause };
}

function outcomeOfEntry(
  message: PreparedSms,
  entry: SendEntry,
  { operation, status }: SendAnswer,
): SendOutcome {
  return entry.serverId === undefined
    ? refused(message, { operation, status, code: entry.code, description: entry.description })
    : accepted(message, entry.serverId, entry.duplicates);
}

function accepted(
  { index, customerId, recipient, body, sender }: PreparedSms,
  serverId: string,
  duplicates: string[] = [],
): AcceptedSms {
  const status = 'accepted';
  const sms: AcceptedSms = { status, index, customerId, recipient, body, sender, serverId };
  if (duplicates.length > 0) sms.duplicates = duplicates;
  return sms;
}

export function refused(message: PreparedSms, refusal: Refusal): SendOutcome {
  const { code, description } = refusal;
  if (code === NO_CREDIT) return unsent(message, 'credit', apiErrorOf(refusal, refusal));
  return { status: 'rejected', ...identityOf(message), code, description, local: false };
}

function identityOf({ index, customerId, recipient, body, sender }: PreparedSms) {
  return { index, customerId, recipient, body, sender };
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
