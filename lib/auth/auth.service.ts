import { Injectable } from '@nestjs/common';
import { TokenKeeper } from './token-keeper.js';

/** The account's access token. All other services log in by themselves. */
@Injectable()
export class AuthService {
  constructor(private readonly tokens: TokenKeeper) {}

  /**
   * The token in force; logs in when there is none (guide 3.1). Calls at the same time share one
   * login.
   *
   * @throws {PayamSmsAuthenticationError} when the login is refused; remembered for 30 s
   * @throws {PayamSmsTransportError} when the service cannot be reached
   * @throws {PayamSmsApiError | PayamSmsUnexpectedAnswerError} when something else has answered, such as a
   *   404 or a redirect
   */
  getAccessToken(): Promise<string> {
    return this.tokens.getToken();
  }
}
