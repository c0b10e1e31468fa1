import { Inject, Injectable } from '@nestjs/common';
import { PayamSmsUnexpectedAnswerError } from '../errors/unexpected-answer.error.js';
import { toBytes } from '../http/bytes.js';
import { HttpClient, type HttpRequest } from '../http/http-client.js';
import { retrying, whenSafe } from '../http/retry.js';
import { type Settings, SETTINGS } from '../settings/settings.js';
import { readResult } from './answer.js';
import type { IssuedToken, LoginForm } from './api.types.js';
import { idOf, isRecord, numberOf, typeName } from './shape.js';

const PATH = '/auth/oauth/token';

/** The login (guide 3.1). Repeating it is safe: while a token lives, the same one comes back. */
@Injectable()
export class LoginApi {
  constructor(
    private readonly client: HttpClient,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * @throws {PayamSmsApiError} when the service refuses
   * @throws {PayamSmsTransportError} when it cannot be reached
   */
  async login(form: LoginForm): Promise<IssuedToken> {
    const request = this.#request(form);
    const answer = await retrying(this.settings.retry, whenSafe, () =>
      this.client.exchange(request),
    );
    const result = readResult(answer);
    const value = isRecord(result) ? idOf(result.access_token) : undefined;
    // A header cannot hold anything else.
    if (!isRecord(result) || value === undefined || !/^[\x21-\x7e]+$/.test(value)) {
      throw new PayamSmsUnexpectedAnswerError(
        'login',
        'access_token',
        `expected a token, got ${typeName(isRecord(result) ? result.access_token : result)}`,
      );
    }
    const expiresInSeconds = numberOf(result.expires_in);
    return { value, ...(expiresInSeconds !== undefined && { expiresInSeconds }) };
  }

  #request(form: LoginForm): HttpRequest {
    const { credentials } = this.settings;
    const fields = { ...credentials.account(), scope: 'webservice', grant_type: 'password' };
    const login = { operation: 'login', method: 'POST' } as const;
    const Authorization = credentials.basicAuthorization();
    switch (form) {
      case 'json':
        return {
          ...login,
          path: PATH,
          body: toBytes(JSON.stringify(fields)),
          headers: { Authorization, 'Content-Type': 'application/json' },
        };
      case 'form':
        return {
          ...login,
          path: PATH,
          body: toBytes(new URLSearchParams(fields).toString()),
          headers: { Authorization, 'Content-Type': 'application/x-www-form-urlencoded' },
        };
      case 'query':
        return {
          ...login,
          path: `${PATH}?${new URLSearchParams(fields).toString()}`,
          headers: { Authorization },
        };
    }
  }
}
