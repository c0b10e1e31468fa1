import type { Operation } from '../provider/operation.js';
import { PayamSmsError } from './payamsms.error.js';

interface Facts {
  /** A network error, the `PayamSmsApiError` of a 429 or 5xx answer, or how long a limiter's pause lasts. */
  cause: unknown;
  /** False when it is certain that the request never left. Default: true. */
  requestSent?: boolean;
  retryAfterMs?: number;
}

/** Reads may just be made again; these may have done what was asked. */
const NEXT_STEP: Partial<Record<Operation, string>> = {
  send: 'ask for the status by customerId before sending again',
  sendMultipleWithSrc: 'ask for the status by customerId before sending again',
  sendMultipleWithSrcBody: 'ask for the status by customerId before sending again',
  cancelScheduled: 'list the message by its serverId to see whether it still waits',
};

/**
 * No usable answer came: the connection failed, timed out or broke, a proxy answered in the service's
 * place, the service answered 429 or 5xx, or it has asked for a pause that is longer than the call may
 * wait. Try again later. Where `requestSent` is true the service may have done what was asked.
 */
export class PayamSmsTransportError extends PayamSmsError {
  override readonly name = 'PayamSmsTransportError';
  readonly requestSent: boolean;
  /** Milliseconds that are left of the wait the service asked for by `Retry-After`: an hour at the most. */
  declare readonly retryAfterMs?: number;

  constructor(
    readonly operation: Operation,
    { cause, requestSent = true, retryAfterMs }: Facts,
  ) {
    const why = cause instanceof Error ? cause.message : 'no reason was given';
    const unsent = retryAfterMs === undefined ? 'could not reach the service' : 'was held back';
    super(
      requestSent
        ? `${operation} got no usable answer (${why}); ${NEXT_STEP[operation] ?? 'try again later'}`
        : `${operation} ${unsent} (${why}); nothing was sent`,
      { cause },
    );
    this.requestSent = requestSent;
    if (retryAfterMs !== undefined) this.retryAfterMs = retryAfterMs;
  }
}
