import type { SendAnswer, SendEntry } from '../api/api.types.js';
import { PayamSmsApiError } from '../errors/api.error.js';
import { PayamSmsAuthenticationError } from '../errors/authentication.error.js';
import { PayamSmsError } from '../errors/payamsms.error.js';
import { PayamSmsTransportError } from '../errors/transport.error.js';
import { PayamSmsUnexpectedAnswerError } from '../errors/unexpected-answer.error.js';
import type { UnsentReason } from '../errors/unsent.error.js';
import { matchEntries } from './match.js';
import type { PreparedSms } from './prepare.js';
import type { AcceptedSms, SendOutcome, UnknownSms, UnsentSms } from './sms.types.js';

/** Not enough credit: the account's fault, not the message's, so the message is just unsent. */
const NO_CREDIT = 'E6';

/** 4xx answers of something on the way that gave up waiting: the service may have heard us. */
const GAVE_UP_WAITING = new Set([408, 499]);

type Refusal = { code: string; description: string };

/** What an answer says of each message of a batch. */
export function outcomesOfAnswer(batch: readonly PreparedSms[], answer: SendAnswer): SendOutcome[] {
  if ('code' in answer) return batch.map((message) => refused(message, answer));
  const entries = matchEntries(batch, answer.entries);
  return batch.map((message, i) => outcomeOfEntry(message, entries[i]));
}

/** What a failed call proves of each message of a batch. */
export function outcomesOfFailure(batch: readonly PreparedSms[], cause: unknown): SendOutcome[] {
  if (!(cause instanceof PayamSmsError)) throw cause;
  const reason = proofOfUnsent(cause);
  return batch.map((message) =>
    reason === undefined ? unknown(message, cause) : unsent(message, reason, cause),
  );
}

export function unsent(
  message: PreparedSms,
  reason: UnsentReason,
  cause?: PayamSmsError,
): UnsentSms {
  return { status: 'unsent', ...identityOf(message), reason, ...(cause && { cause }) };
}

function outcomeOfEntry(message: PreparedSms, entry: SendEntry | undefined): SendOutcome {
  if (entry === undefined) {
    return unknown(
      message,
      new PayamSmsUnexpectedAnswerError('send', 'body', 'it has no entry for this message'),
    );
  }
  return entry.serverId === undefined ? refused(message, entry) : accepted(message, entry.serverId);
}

function accepted(message: PreparedSms, serverId: string): AcceptedSms {
  return { status: 'accepted', ...identityOf(message), serverId };
}

function refused(message: PreparedSms, { code, description }: Refusal): SendOutcome {
  if (code === NO_CREDIT) {
    return unsent(message, 'credit', new PayamSmsApiError('send', { status: 200, code }));
  }
  return { status: 'rejected', ...identityOf(message), code, description, local: false };
}

function unknown(message: PreparedSms, cause: PayamSmsError): UnknownSms {
  return { status: 'unknown', ...identityOf(message), cause };
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
  if ('operation' in error && error.operation === 'login') return 'authentication';
  if (error instanceof PayamSmsApiError && !GAVE_UP_WAITING.has(error.status)) return 'refused';
  return undefined;
}
