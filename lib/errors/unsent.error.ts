import { PayamSmsError } from './payamsms.error.js';

/** Why a message was certainly not sent. `refused`: the service answered 4xx without a code. */
export type UnsentReason =
  'credit' | 'unreachable' | 'authentication' | 'refused' | 'aborted' | 'shutdown';

const NEXT_STEP: Record<UnsentReason, string> = {
  credit: 'the account has not enough credit; top it up and send again',
  unreachable: 'the service could not be reached; send again later',
  authentication: 'the login failed; check the credentials and send again',
  refused: "the service refused the call; see the cause's HTTP status",
  aborted: 'the signal was aborted before it left',
  shutdown: 'the application shut down before it left; send again after the restart',
};

/** The message was certainly not sent: sending it again cannot double it. */
export class PayamSmsUnsentError extends PayamSmsError {
  override readonly name = 'PayamSmsUnsentError';

  constructor(
    readonly reason: UnsentReason,
    options?: ErrorOptions,
  ) {
    super(`The message was not sent: ${NEXT_STEP[reason]}`, options);
  }
}
