import { describeCode, tellableCode } from '../provider/provider-codes.js';
import { PayamSmsRejectedError } from '../errors/rejected.error.js';
import { PayamSmsUnknownOutcomeError } from '../errors/unknown-outcome.error.js';
import { PayamSmsUnsentError } from '../errors/unsent.error.js';
import type { AcceptedSms, RejectedSms, SendOutcome } from './sms.types.js';

/** The message when it was accepted; its outcome as an error when not. */
export function acceptedOrThrow(outcome: SendOutcome): AcceptedSms {
  switch (outcome.status) {
    case 'accepted':
      return outcome;
    case 'rejected':
      throw rejectedError(outcome);
    case 'unsent':
      throw new PayamSmsUnsentError(outcome.reason, { cause: outcome.cause });
    case 'unknown':
      throw new PayamSmsUnknownOutcomeError([outcome.customerId], { cause: outcome.cause });
  }
}

/** The service's own words may repeat the text, the number or worse; errors end up in logs. */
export function rejectedError({ code, description, local }: RejectedSms): PayamSmsRejectedError {
  if (local) return new PayamSmsRejectedError(code, description, local);
  const known = describeCode(code) ?? 'a code that the guide does not list';
  return new PayamSmsRejectedError(tellableCode(code), known, local);
}
