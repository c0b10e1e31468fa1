import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpStatus,
  Logger,
} from '@nestjs/common';
import type { Response } from 'express';
import {
  PayamSmsError,
  PayamSmsRejectedError,
  PayamSmsTransportError,
  PayamSmsUnknownOutcomeError,
  PayamSmsUnsentError,
} from 'nestjs-payamsms';

interface HttpAnswer {
  status: HttpStatus;
  message: string;
  /** What the caller can act on, beside the message. */
  facts?: Record<string, unknown>;
}

/** Turns what the module throws into answers that tell the caller what to do next. */
@Catch(PayamSmsError)
export class PayamSmsExceptionFilter implements ExceptionFilter<PayamSmsError> {
  readonly #logger = new Logger(PayamSmsExceptionFilter.name);

  catch(error: PayamSmsError, host: ArgumentsHost): void {
    const { status, message, facts } = toHttpAnswer(error);
    // These errors hold no secret, text or whole number, so they may be logged as they are.
    if (status >= HttpStatus.INTERNAL_SERVER_ERROR) this.#logger.error(error);
    host
      .switchToHttp()
      .getResponse<Response>()
      .status(status)
      .json({ statusCode: status, error: error.name, message, ...facts });
  }
}

function toHttpAnswer(error: PayamSmsError): HttpAnswer {
  const { message } = error;
  if (error instanceof PayamSmsRejectedError) {
    const { code, description } = error;
    return { status: HttpStatus.UNPROCESSABLE_ENTITY, message: description, facts: { code } };
  }
  if (error instanceof PayamSmsUnsentError) {
    const { reason } = error;
    return { status: HttpStatus.SERVICE_UNAVAILABLE, message, facts: { reason } };
  }
  if (error instanceof PayamSmsUnknownOutcomeError) {
    const { customerIds } = error;
    return { status: HttpStatus.GATEWAY_TIMEOUT, message, facts: { customerIds } };
  }
  if (error instanceof PayamSmsTransportError) {
    const { retryAfterMs } = error;
    return { status: HttpStatus.SERVICE_UNAVAILABLE, message, facts: { retryAfterMs } };
  }
  // A refused login, a missing permission, an answer nobody expected: ours to mend, so the
  // caller learns no more than that. The log has the rest.
  return { status: HttpStatus.BAD_GATEWAY, message: 'The SMS service did not do what was asked' };
}
