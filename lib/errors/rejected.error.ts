import { PayamSmsError } from './payamsms.error.js';

/**
 * Codes this module gives by itself, where the provider's list has none that fits.
 * `INVALID_SEND_DATE`: no date, or one that lies more than 10 minutes back.
 */
export type LocalCode = 'DUPLICATE_CUSTOMER_ID' | 'INVALID_CUSTOMER_ID' | 'INVALID_SEND_DATE';

/**
 * The message was refused and will be refused again as it is: change it first. `code` is the
 * provider's (`PROVIDER_CODES` explains each) or a {@link LocalCode}.
 */
export class PayamSmsRejectedError extends PayamSmsError {
  override readonly name = 'PayamSmsRejectedError';

  constructor(
    readonly code: string,
    readonly description: string,
    /** True when the message never left this process. */
    readonly local: boolean,
  ) {
    super(`The message was rejected with ${code}: ${description}`);
  }
}
