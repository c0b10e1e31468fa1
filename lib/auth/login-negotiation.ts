import type { IssuedToken, LoginForm } from '../api/api.types.js';
import type { LoginApi } from '../api/login.api.js';
import { PayamSmsApiError } from '../errors/api.error.js';
import type { LoginEncoding } from '../payamsms.options.js';

/** Refusals that may mean: not in this encoding. A wrong password looks the same. */
const MAY_MEAN_ENCODING = new Set([400, 401, 415]);

/** Finds out how this service takes the login's fields, and remembers it (READING 2). */
export class LoginNegotiation {
  #agreed?: LoginForm;

  constructor(
    private readonly api: LoginApi,
    encoding: LoginEncoding,
  ) {
    if (encoding !== 'auto') this.#agreed = encoding;
  }

  async login(): Promise<IssuedToken> {
    if (this.#agreed) return this.api.login(this.#agreed);
    try {
      return await this.#loginAndKeep('json');
    } catch (error) {
      if (!(error instanceof PayamSmsApiError && MAY_MEAN_ENCODING.has(error.status))) throw error;
      return this.#loginAndKeep('form').catch((second: unknown) => {
        throw isOfCredentials(error) && !isOfCredentials(second) ? error : second;
      });
    }
  }

  async #loginAndKeep(form: LoginForm): Promise<IssuedToken> {
    const token = await this.api.login(form);
    this.#agreed = form;
    return token;
  }
}

/** A refused password must be told, and remembered, whatever the other encoding came to. */
function isOfCredentials(error: unknown): boolean {
  return error instanceof PayamSmsApiError && (error.status === 401 || error.code === 'E5');
}
