import { maskNumbers } from '../errors/mask.js';
import { PayamSmsRejectedError } from '../errors/rejected.error.js';
import { PayamSmsUnknownOutcomeError } from '../errors/unknown-outcome.error.js';
import { PayamSmsUnsentError } from '../errors/unsent.error.js';
import type { AcceptedSms, SendOutcome } from './sms.types.js';

/** The message when it was accepted; its outcome as an error when not. */
export function acceptedOrThrow(outcome: SendOutcome): AcceptedSms {
  switch (outcome.status) {
    case 'accepted':
      return outcome;
    case 'rejected':
      throw new PayamSmsRejectedError(outcome.code, withoutPeople(outcome), outcome.local);
    case 'unsent':
      throw new PayamSmsUnsentError(outcome.reason, { cause: outcome.cause });
    case 'unknown':
      throw new PayamSmsUnknownOutcomeError([outcome.customerId], { cause: outcome.cause });
  }
}

/** The provider's description may repeat the text or the number; errors end up in logs. */
function withoutPeople({ description, body }: { description: string; body: string }): string {
  return maskNumbers(body === '' ? description : description.replaceAll(body, '***'));
}
