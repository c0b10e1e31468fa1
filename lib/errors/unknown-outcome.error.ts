import { PayamSmsError } from './payamsms.error.js';

/**
 * It is not known whether the messages were accepted. Do not send them again blindly: ask
 * `ReportService.getStatuses(customerIds, { by: 'customerId' })` first.
 */
export class PayamSmsUnknownOutcomeError extends PayamSmsError {
  override readonly name = 'PayamSmsUnknownOutcomeError';

  constructor(
    /** The ids to ask for. */
    readonly customerIds: readonly string[],
    options?: ErrorOptions,
  ) {
    super(
      `Whether the message was accepted is not known; before sending again, ask for the status by customerId ${customerIds.join(', ')}`,
      options,
    );
  }
}
