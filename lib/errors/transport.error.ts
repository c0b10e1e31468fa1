import type { Operation } from './operation.js';
import { PayamSmsError } from './payamsms.error.js';

interface Facts {
  /** A network error, or the `PayamSmsApiError` of a 429 or 5xx answer. */
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
 * No usable answer came: the connection failed, timed out or broke, or the service answered 429
 * or 5xx. Try again later. Where `requestSent` is true the service may have done what was asked.
 */
export class PayamSmsTransportError extends PayamSmsError {
  override readonly name = 'PayamSmsTransportError';
  readonly requestSent: boolean;
  /** Milliseconds the service asked to wait, from its `Retry-After`. */
  declare readonly retryAfterMs?: number;

  constructor(
    readonly operation: Operation,
    { cause, requestSent = true, retryAfterMs }: Facts,
  ) {
    const why = cause instanceof Error ? cause.message : 'no reason was given';
    super(
      requestSent
        ? `${operation} got no usable answer (${why}); ${NEXT_STEP[operation] ?? 'try again later'}`
        : `${operation} could not reach the service (${why}); nothing was sent`,
      { cause },
    );
    this.requestSent = requestSent;
    if (retryAfterMs !== undefined) this.retryAfterMs = retryAfterMs;
  }
}
