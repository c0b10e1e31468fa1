import type { Operation } from '../provider/operation.js';
import { PayamSmsError } from './payamsms.error.js';

/**
 * The answer is not what the contract says: HTML with status 200, cut JSON, a wrong type, a redirect,
 * more than `maxAnswerBytes`, a coding that was not asked for, bytes that are no text in their charset.
 * The service, or something between, has changed or has a fault; report it with `where` and `what`.
 */
export class PayamSmsUnexpectedAnswerError extends PayamSmsError {
  override readonly name = 'PayamSmsUnexpectedAnswerError';

  constructor(
    readonly operation: Operation,
    /** Path inside the answer, such as `[3].date`; `body` for the whole. */
    readonly where: string,
    /** What was expected and what came instead, described but never quoted. */
    readonly what: string,
    options?: ErrorOptions,
  ) {
    super(
      `The answer to ${operation} is not what the contract says: ${where}: ${what}; the service, or a proxy before it, has changed or does not work`,
      options,
    );
  }
}
