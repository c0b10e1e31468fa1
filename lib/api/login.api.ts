import { Inject, Injectable } from '@nestjs/common';
import { PayamSmsApiError } from '../errors/api.error.js';
import { PayamSmsUnexpectedAnswerError } from '../errors/unexpected-answer.error.js';
import { Limiter } from '../http/limiter.js';
import { toTransportError } from '../http/held-back.js';
import {
  availableOrThrow,
  type HttpAnswer,
  HttpClient,
  type HttpRequest,
} from '../http/http-client.js';
import { type Settings, SETTINGS } from '../settings/settings.js';
import { apiErrorOf, readResult, refusalsIn } from './answer.js';
import type { IssuedToken, LoginForm } from './api.types.js';
import { jsonOf } from './json.js';
import { idOf, isRecord, numberOf, typeName } from './shape.js';

const PATH = '/auth/oauth/token';

/** What OAuth calls credentials that are not right, in a body of its own shape. */
const INVALID_GRANT = 'invalid_grant';

/** The login (guide 3.1), once. */
@Injectable()
export class LoginApi {
  constructor(
    private readonly client: HttpClient,
    private readonly limiter: Limiter,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * @throws {PayamSmsApiError} when the service refuses it
   * @throws {PayamSmsTransportError} when it cannot be reached
   * @throws {PayamSmsUnexpectedAnswerError} for what is no answer to a login
   */
  async login(form: LoginForm): Promise<IssuedToken> {
    try {
      await this.limiter.opened({ patienceMs: this.settings.retry.maxDelayMs });
    } catch (error) {
      throw toTransportError(error, 'login');
    }
    const answer = await this.client.exchange(this.#request(form));
    throwIfRefused(answer);
    const result = readResult(availableOrThrow(answer));
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
    // A body may refuse the credentials whatever the status beside it.
    const login = { operation: 'login', method: 'POST', isAnswer: () => true } as const;
    const Authorization = credentials.basicAuthorization();
    switch (form) {
      case 'json':
        return {
          ...login,
          path: PATH,
          body: JSON.stringify(fields),
          headers: { Authorization, 'Content-Type': 'application/json' },
        };
      case 'form':
        return {
          ...login,
          path: PATH,
          body: new URLSearchParams(fields).toString(),
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

function throwIfRefused(answer: HttpAnswer): void {
  const value = jsonOf(answer.body);
  const [refusal] = refusalsIn(value);
  if (refusal && isOfCredentials(refusal.code)) throw apiErrorOf(answer, refusal);
  if (isRecord(value) && value.error === INVALID_GRANT) {
    throw new PayamSmsApiError('login', { status: answer.status, code: INVALID_GRANT });
  }
}

/** Whether a code of a login speaks of the account or its credentials. */
export function isOfCredentials(code: string | undefined): boolean {
  return code === 'E4' || code === 'E5' || code === INVALID_GRANT;
}
