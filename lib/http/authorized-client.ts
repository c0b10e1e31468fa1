import { HttpService } from '@nestjs/axios';
import { Inject, Injectable } from '@nestjs/common';
import { type Settings, SETTINGS } from '../settings/settings.js';
import type { Attempt } from './attempt.js';
import type { Operation } from '../provider/operation.js';
import { Limiter } from './limiter.js';
import { toTransportError } from './held-back.js';
import { type HttpAnswer, HttpClient, type HttpRequest } from './http-client.js';
import { type Repeatable, retrying } from './retry.js';
import { MAX_RETRY_AFTER_MS } from './retry-after.js';
import { addTokenInterceptors } from './token-axios-interceptors.js';
import { TokenSource } from './token-source.js';
import { dropUnusedDefaults } from './axios-config.js';

/** How one call stands among the others. */
export interface CallOptions {
  /** Goes ahead of all calls that are not. */
  urgent?: boolean;
  /** Makes a single attempt: the caller repeats by itself. */
  once?: boolean;
  /**
   * Waits for the end of a limiter's pause however long it is; the attempt's signal bounds it. Other
   * calls fail when the pause is longer than `retry.maxDelayMs`: their callers are better served with
   * an error.
   */
  patient?: boolean;
  /** What may stop the call. */
  attempt?: Attempt;
}

/** A request that is made when there is a place for it: what it holds may change until then. */
export interface LateRequest {
  /** As an error names it that comes before the request is made. */
  operation: Operation;
  make: () => HttpRequest;
}

/** Requests with a token, through the limiter, repeated where that is allowed. */
@Injectable()
export class AuthorizedClient {
  readonly #retry: Settings['retry'];
  readonly #patientRetry: Settings['retry'];

  constructor(
    http: HttpService,
    private readonly client: HttpClient,
    private readonly tokens: TokenSource,
    private readonly limiter: Limiter,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.#retry = settings.retry;
    this.#patientRetry = { ...settings.retry, maxDelayMs: MAX_RETRY_AFTER_MS };
    dropUnusedDefaults(http.axiosRef);
    addTokenInterceptors(http.axiosRef, tokens, limiter, settings.retry.maxDelayMs);
  }

  /** Whether a call that is made now need not wait: not for a place, a turn, a login or a pause. */
  get hasPlace(): boolean {
    return this.limiter.hasPlace && this.tokens.hasToken;
  }

  request(
    request: HttpRequest | LateRequest,
    mayRepeat: Repeatable,
    { urgent, once = false, patient = false, attempt }: CallOptions = {},
  ): Promise<HttpAnswer> {
    const policy = patient ? this.#patientRetry : this.#retry;
    const mayRepeatThis: Repeatable = (error) => {
      if (once) return false;
      // A login that failed has been repeated already, by itself; but a limiter stops the client,
      // not the message.
      if (error.operation === 'login') return patient && error.retryAfterMs !== undefined;
      return mayRepeat(error);
    };
    const { signal, lastChance } = attempt ?? {};
    const exchange = async () => {
      // Another call's 401 may have cost it meanwhile; what waits for a login has not left.
      if (!this.tokens.hasToken) await this.tokens.getToken();
      return this.client.exchange('make' in request ? request.make() : request, attempt);
    };
    const patienceMs = patient ? undefined : policy.maxDelayMs;
    const waiting = { urgent, signal, lastChance, patienceMs };
    const call = async () => {
      try {
        if (this.limiter.heldForMs > 0) await this.limiter.opened(waiting);
        // Before the limiter, so that a call that waits for a login keeps no place and no turn.
        if (!this.tokens.hasToken) await this.tokens.getToken();
        return await this.limiter.run(exchange, waiting);
      } catch (error) {
        throw toTransportError(error, request.operation);
      }
    };
    return retrying(policy, mayRepeatThis, call, signal ?? this.limiter.closed);
  }
}
