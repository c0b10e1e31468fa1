import type { IssuedToken, LoginForm } from '../api/api.types.js';
import { isOfCredentials, type LoginApi } from '../api/login.api.js';
import { PayamSmsApiError } from '../errors/api.error.js';
import { PayamSmsTransportError } from '../errors/transport.error.js';
import type { LightAbortSignal } from '../concurrency/light-abort-signal.js';
import { retrying, whenSafe } from '../http/retry.js';
import type { LoginEncoding, RetryOptions } from '../payamsms.options.js';

/**
 * Finds out how this service takes the login's fields, and remembers it (READING 2). Repeating a
 * login is safe: while a token lives, the same one comes back.
 */
export class LoginNegotiation {
  #agreed?: LoginForm;

  constructor(
    private readonly api: LoginApi,
    encoding: LoginEncoding,
    private readonly retry: RetryOptions,
    /** Ends the wait before a repeat. */
    private readonly closed?: LightAbortSignal,
  ) {
    if (encoding !== 'auto') this.#agreed = encoding;
  }

  /**
   * @throws {PayamSmsApiError} when the service refuses it: of two answers, the one about credentials
   * @throws {PayamSmsTransportError} when it cannot be reached
   */
  async login(): Promise<IssuedToken> {
    let hasTriedJson = false;
    const attempt = async () => {
      if (this.#agreed) return this.api.login(this.#agreed);
      try {
        return await this.#loginAndKeep('form');
      } catch (error) {
        if (hasTriedJson || !mayMeanEncoding(error)) throw error;
        hasTriedJson = true;
        return this.#loginAndKeep('json').catch((second: unknown) => {
          throw preferred(error, second);
        });
      }
    };
    return retrying(this.retry, whenSafe, attempt, this.closed);
  }

  async #loginAndKeep(form: LoginForm): Promise<IssuedToken> {
    const token = await this.api.login(form);
    this.#agreed = form;
    return token;
  }
}

/** A 4xx other than 429, or 500, may mean: not in this encoding. A wrong password looks the same. */
function mayMeanEncoding(error: unknown): boolean {
  const status = statusOf(error);
  return (
    status === 500 || (status !== undefined && status >= 400 && status < 500 && status !== 429)
  );
}

function statusOf(error: unknown): number | undefined {
  const answer = error instanceof PayamSmsTransportError ? error.cause : error;
  return answer instanceof PayamSmsApiError ? answer.status : undefined;
}

/**
 * A refused password must be reported, and remembered, whatever the other encoding came to. A passing
 * 500 to the first encoding must not be reported as a refusal because the service does not take the
 * second encoding.
 */
function preferred(first: unknown, second: unknown): unknown {
  return weightOf(second) > weightOf(first) ? second : first;
}

/** How clearly an answer is about the credentials: a 404 or 415 is about the address, or the encoding. */
function weightOf(error: unknown): number {
  const code = error instanceof PayamSmsApiError ? error.code : undefined;
  if (isOfCredentials(code)) return 3;
  const status = statusOf(error);
  if (status === 401) return 2;
  return status === 400 || status === 403 || status === 500 ? 1 : 0;
}
