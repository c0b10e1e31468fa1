import { PayamSmsError } from './payamsms.error.js';

/**
 * Why a message was certainly not sent. `refused`: the service refused the call, with a 4xx that
 * names no code, or with a code of a message that could not be told apart from others;
 * `unreachable`: it could not leave before the deadline, something else than the service answered
 * the login, or the service does not have it after its last send; `authentication`: the login, or a
 * fresh token, was refused.
 */
export type UnsentReason =
  'credit' | 'unreachable' | 'authentication' | 'refused' | 'aborted' | 'shutdown';

const NEXT_STEP: Record<UnsentReason, string> = {
  credit: 'the account has not enough credit; top it up and send again',
  unreachable: 'the service could not be reached, see the cause; send again later',
  authentication: 'the service refused the login or its token',
  refused: 'the service refused the call; the cause says with what',
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
    const { cause } = options ?? {};
    // The cause knows which account it is, and so which variables to check.
    const why = reason === 'authentication' && cause instanceof Error ? `: ${cause.message}` : '';
    super(`The message was not sent: ${NEXT_STEP[reason]}${why}`, options);
  }
}
