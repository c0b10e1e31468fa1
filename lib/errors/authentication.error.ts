import { PayamSmsError } from './payamsms.error.js';

interface Facts {
  /** HTTP status of the refusal. */
  status: number;
  /** The provider's logical code, such as `E5`, where it gave one. */
  code?: string;
  /** Milliseconds for which a refused login is remembered before it is tried again. */
  retryAfterMs?: number;
  cause?: unknown;
}

/**
 * The service refused the login (guide 3.1), or refused a fresh token. Nothing was done. A login is
 * refused by HTTP 400, 401 or 403, or by E4, E5 or `invalid_grant`, and by nothing else. Check the
 * credentials; trying again soon does not help and may lock the account.
 */
export class PayamSmsAuthenticationError extends PayamSmsError {
  override readonly name = 'PayamSmsAuthenticationError';
  readonly status: number;
  declare readonly code?: string;
  /** Milliseconds until the login is tried again. */
  declare readonly retryAfterMs?: number;

  constructor(message: string, { status, code, retryAfterMs, cause }: Facts) {
    super(message, cause === undefined ? undefined : { cause });
    this.status = status;
    if (code !== undefined) this.code = code;
    if (retryAfterMs !== undefined) this.retryAfterMs = retryAfterMs;
  }
}
