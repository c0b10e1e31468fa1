import { Inject, Injectable, type Logger, type OnModuleInit } from '@nestjs/common';
import type { IssuedToken } from '../api/api.types.js';
import { isOfCredentials, LoginApi } from '../api/login.api.js';
import { PayamSmsApiError } from '../errors/api.error.js';
import { PayamSmsAuthenticationError } from '../errors/authentication.error.js';
import { Limiter } from '../http/limiter.js';
import { TokenSource } from '../http/token-source.js';
import { loggerOf } from '../settings/logger.js';
import { type Settings, SETTINGS } from '../settings/settings.js';
import { variableOf } from '../settings/variables.js';
import { LoginNegotiation } from './login-negotiation.js';

interface Token {
  value: string;
  /** On the monotonic clock; infinite once only a 401 can show that it has ended. */
  expiresAtMs: number;
}

/** A wrong password must not lock the account, however often the app asks. */
export const REFUSAL_MEMORY_MS = 30_000;

const CREDENTIALS = ['clientId', 'clientSecret', 'systemName', 'username', 'password'];

const listOf = (names: readonly unknown[]) =>
  `${names.slice(0, -1).join(', ')} and ${String(names.at(-1))}`;

/** Keeps one token for all requests, and makes one login at a time. */
@Injectable()
export class TokenKeeper extends TokenSource implements OnModuleInit {
  readonly #logger: Logger;
  readonly #negotiation: LoginNegotiation;
  #token?: Token;
  #login?: Promise<string>;
  #refusal?: { error: PayamSmsApiError; untilMs: number };

  constructor(
    api: LoginApi,
    limiter: Limiter,
    @Inject(SETTINGS)
    private readonly settings: Pick<Settings, 'account' | 'loginEncoding' | 'retry'>,
  ) {
    super();
    this.#logger = loggerOf(settings);
    const { loginEncoding, retry } = settings;
    this.#negotiation = new LoginNegotiation(api, loginEncoding, retry, limiter.closed);
  }

  onModuleInit(): void {
    if (this.settings.loginEncoding !== 'query') return;
    this.#logger.warn(
      `loginEncoding is query (${variableOf('loginEncoding', this.settings.account)}): the password travels in URLs, which servers and proxies write into their access logs; use auto unless the service takes nothing else`,
    );
  }

  get hasToken(): boolean {
    return this.#token !== undefined && performance.now() < this.#token.expiresAtMs;
  }

  async getToken(): Promise<string> {
    // Logging in early returns the same token and does not extend its life.
    if (this.hasToken) return this.#token!.value;
    this.#login ??= this.#logIn().finally(() => {
      this.#login = undefined;
    });
    return this.#login;
  }

  dropToken(refused: string): void {
    if (this.#token?.value === refused) this.#token = undefined;
  }

  async #logIn(): Promise<string> {
    this.#throwIfRefusedRecently();
    try {
      const issued = await this.#negotiation.login();
      this.#refusal = undefined;
      this.#token = { value: issued.value, expiresAtMs: this.#expiryOf(issued) };
      return issued.value;
    } catch (error) {
      if (!(error instanceof PayamSmsApiError && isRefusal(error))) throw error;
      this.#refusal = { error, untilMs: performance.now() + REFUSAL_MEMORY_MS };
      throw this.#refused(error, REFUSAL_MEMORY_MS);
    }
  }

  #expiryOf({ value, expiresInSeconds }: IssuedToken): number {
    const nowMs = performance.now();
    if (expiresInSeconds === undefined) return Infinity;
    const endsAtMs = nowMs + expiresInSeconds * 1000;
    // The same token again: some services repeat its original life, so the known end stands.
    const known = this.#token?.value === value ? this.#token.expiresAtMs : Infinity;
    const expiresAtMs = Math.min(known, endsAtMs);
    // The life left is rounded down, so a token with 0 seconds left still works, until a 401 comes.
    // Logging in again and again in its last second would only bring it back.
    return expiresAtMs <= nowMs ? Infinity : expiresAtMs;
  }

  #throwIfRefusedRecently(): void {
    const leftMs = (this.#refusal?.untilMs ?? 0) - performance.now();
    if (this.#refusal && leftMs > 0) throw this.#refused(this.#refusal.error, Math.ceil(leftMs));
  }

  #refused(cause: PayamSmsApiError, retryAfterMs: number): PayamSmsAuthenticationError {
    const { status, code } = cause;
    const variables = CREDENTIALS.map((option) => variableOf(option, this.settings.account));
    return new PayamSmsAuthenticationError(
      `The login was refused (${code ?? `HTTP ${status}`}); check ${listOf(variables)}`,
      { status, cause, retryAfterMs, ...(code !== undefined && { code }) },
    );
  }
}

/** Others, such as 404 or 407, pass, or have nothing to do with the credentials. */
const REFUSAL_STATUSES = new Set([400, 401, 403]);

function isRefusal({ status, code }: PayamSmsApiError): boolean {
  return isOfCredentials(code) || REFUSAL_STATUSES.has(status);
}
