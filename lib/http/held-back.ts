import type { Operation } from '../provider/operation.js';
import { PayamSmsTransportError } from '../errors/transport.error.js';

/** A pause lasts longer than the request may wait: nothing was sent. */
export class HeldBack extends Error {
  override readonly name = 'HeldBack';

  /** Whole milliseconds that are left of the pause. */
  readonly retryAfterMs: number;

  constructor(leftMs: number) {
    super(`the service has asked to wait for ${Math.ceil(leftMs / 1000)} s`);
    this.retryAfterMs = Math.ceil(leftMs);
  }
}

/** The error that a caller gets for one of the limiter; any other error stays as it is. */
export function toTransportError(error: unknown, operation: Operation): unknown {
  if (!(error instanceof HeldBack)) return error;
  const { retryAfterMs } = error;
  return new PayamSmsTransportError(operation, { cause: error, requestSent: false, retryAfterMs });
}
