import { HttpService } from '@nestjs/axios';
import { Inject, Injectable } from '@nestjs/common';
import { type Settings, SETTINGS } from '../settings/settings.js';
import type { LightAbortSignal } from '../concurrency/light-abort-signal.js';
import type { Departure } from './departure.js';
import { Limiter } from './limiter.js';
import { toTransportError } from './held-back.js';
import { type HttpAnswer, HttpClient, type HttpRequest } from './http-client.js';
import { type Repeatable, retrying } from './retry.js';
import { MAX_RETRY_AFTER_MS } from './retry-after.js';
import { addTokenInterceptors } from './token-axios-interceptors.js';
import { TokenSource } from './token-source.js';

/** How one call stands among the others. */
export interface CallOptions {
  /** Goes ahead of all calls that are not. */
  urgent?: boolean;
  /** Makes a single attempt: the caller repeats by itself. */
  once?: boolean;
  /**
   * Waits for the end of a limiter's pause however long it is; `signal` bounds it. Others fail when
   * the pause is longer than `retry.maxDelayMs`: their callers are better served with an error.
   */
  patient?: boolean;
  /** Once aborted, neither a limiter's pause nor the want of a place holds the call back. */
  lastChance?: LightAbortSignal;
  /** Told of each leaving and coming back. */
  departure?: Departure;
  /** Ends waiting and an attempt under way. */
  signal?: LightAbortSignal;
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
    addTokenInterceptors(http.axiosRef, tokens, limiter, settings.retry.maxDelayMs);
  }

  request(
    request: HttpRequest,
    mayRepeat: Repeatable,
    { urgent, once = false, patient = false, lastChance, departure, signal }: CallOptions = {},
  ): Promise<HttpAnswer> {
    const policy = patient ? this.#patientRetry : this.#retry;
    const mayRepeatThis: Repeatable = (error) => {
      if (once) return false;
      // A login that failed has been repeated already, by itself; but a limiter stops the client,
      // not the message.
      if (error.operation !== request.operation) return patient && error.retryAfterMs !== undefined;
      return mayRepeat(error);
    };
    const leaving = departure || signal ? { ...request, departure, signal } : request;
    const patienceMs = patient ? undefined : policy.maxDelayMs;
    const waiting = { urgent, signal, lastChance, patienceMs };
    const attempt = async () => {
      try {
        if (this.limiter.heldForMs > 0) await this.limiter.opened(waiting);
        // Before the limiter, so that a call that waits for a login keeps no place and no turn.
        await this.tokens.getToken();
        return await this.limiter.run(() => this.client.exchange(leaving), waiting);
      } catch (error) {
        throw toTransportError(error, request.operation);
      }
    };
    return retrying(policy, mayRepeatThis, attempt, signal ?? this.limiter.closed);
  }
}
