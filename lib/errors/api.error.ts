import type { Operation } from './operation.js';
import { PayamSmsError } from './payamsms.error.js';

interface Facts {
  status: number;
  code?: string;
  description?: string;
}

/** The service understood and said no. `code` and the HTTP `status` say what to correct. */
export class PayamSmsApiError extends PayamSmsError {
  override readonly name = 'PayamSmsApiError';
  readonly status: number;
  /** The provider's logical code, explained in `PROVIDER_CODES`, where it gave one. */
  declare readonly code?: string;
  declare readonly description?: string;

  constructor(
    readonly operation: Operation,
    { status, code, description }: Facts,
  ) {
    super(
      `${operation} was answered ${code ?? `HTTP ${status}`}${description ? `: ${description}` : ''}`,
    );
    this.status = status;
    if (code !== undefined) this.code = code;
    if (description !== undefined) this.description = description;
  }
}
