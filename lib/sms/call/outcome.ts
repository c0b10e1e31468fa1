import type { SendAnswer, SendEntry } from '../../api/api.types.js';
import { apiErrorOf } from '../../api/answer.js';
import type { PayamSmsError } from '../../errors/payamsms.error.js';
import type { UnsentReason } from '../../errors/unsent.error.js';
import type { PreparedSms } from '../prepare.js';
import type { AcceptedSms, SendOutcome, UnknownSms, UnsentSms } from '../sms.types.js';
import type { Refusal } from './refusal.js';

/** Not enough credit: the account is to blame, not the message, so the message is just unsent. */
const NO_CREDIT = 'E6';

/** The outcome of a message, by its entry in an answer. */
export function outcomeOfEntry(
  message: PreparedSms,
  entry: SendEntry,
  { operation, status }: SendAnswer,
): SendOutcome {
  return entry.serverId === undefined
    ? refused(message, { operation, status, code: entry.code, description: entry.description })
    : accepted(message, entry.serverId, entry.duplicates);
}

/** Accepted, as a lookup has found. */
export function foundAccepted(
  message: PreparedSms,
  [serverId, ...duplicates]: readonly [string, ...string[]],
): AcceptedSms {
  return { ...accepted(message, serverId, duplicates), settled: true };
}

/** The outcome of a message that was sent again, with the copies that a lookup has found. */
export function withCopies(
  message: PreparedSms,
  outcome: SendOutcome,
  serverIds: readonly [string, ...string[]],
): SendOutcome {
  if (outcome.status !== 'accepted') return foundAccepted(message, serverIds);
  const copies = new Set([...(outcome.duplicates ?? []), ...serverIds]);
  copies.delete(outcome.serverId);
  return copies.size === 0 ? outcome : { ...outcome, duplicates: [...copies] };
}

export function refused(message: PreparedSms, refusal: Refusal): SendOutcome {
  const { code, description } = refusal;
  if (code === NO_CREDIT) return unsent(message, 'credit', apiErrorOf(refusal, refusal));
  return { status: 'rejected', ...identityOf(message), code, description, local: false };
}

export function unsent(
  message: PreparedSms,
  reason: UnsentReason,
  cause?: PayamSmsError,
): UnsentSms {
  return { status: 'unsent', ...identityOf(message), reason, ...(cause && { cause }) };
}

export function unknown(message: PreparedSms, cause: PayamSmsError): UnknownSms {
  return { status: 'unknown', ...identityOf(message), cause };
}

export const isAccepted = (outcome: SendOutcome): outcome is AcceptedSms =>
  outcome.status === 'accepted';

export const isUnsent = (outcome: SendOutcome): outcome is UnsentSms => outcome.status === 'unsent';

export const isOutOfCredit = (outcome: SendOutcome): boolean =>
  isUnsent(outcome) && outcome.reason === 'credit';

function accepted(
  { index, customerId, recipient, body, sender }: PreparedSms,
  serverId: string,
  duplicates?: string[],
): AcceptedSms {
  const status = 'accepted';
  const sms: AcceptedSms = { status, index, customerId, recipient, body, sender, serverId };
  if (duplicates !== undefined && duplicates.length > 0) sms.duplicates = duplicates;
  return sms;
}

function identityOf({ index, customerId, recipient, body, sender }: PreparedSms) {
  return { index, customerId, recipient, body, sender };
}
