import { Injectable } from '@nestjs/common';
import { PayamSmsApi } from '../api/payamsms.api.js';

/** The account's money (guide 4). */
@Injectable()
export class AccountService {
  constructor(private readonly api: PayamSmsApi) {}

  /**
   * The credit left for sending, in rials (guide 4.1).
   *
   * @throws {PayamSmsAuthenticationError | PayamSmsApiError | PayamSmsTransportError | PayamSmsUnexpectedAnswerError}
   */
  getBalance(): Promise<number> {
    return this.api.getBalance();
  }
}
