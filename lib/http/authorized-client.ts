import { HttpService } from '@nestjs/axios';
import { Inject, Injectable } from '@nestjs/common';
import { type Settings, SETTINGS } from '../settings/settings.js';
import type { Cutoff } from './cutoff.js';
import type { Departure } from './departure.js';
import { Gate } from './gate.js';
import { type HttpAnswer, HttpClient, type HttpRequest } from './http-client.js';
import { type Repeatable, retrying } from './retry.js';
import { keepToken } from './token.interceptor.js';
import { TokenSource } from './token-source.js';

/** How one call stands among the others. */
export interface CallOptions {
  /** Goes ahead of all calls that are not. */
  urgent?: boolean;
  /** Makes a single attempt: whoever calls repeats by itself. */
  once?: boolean;
  /** Told of each leaving and coming back. */
  departure?: Departure;
  /** Ends waiting and an attempt under way. */
  signal?: Cutoff;
}

/** Requests with a token, through the gate, repeated where that is allowed. */
@Injectable()
export class AuthorizedClient {
  readonly #retry: Settings['retry'];

  constructor(
    http: HttpService,
    private readonly client: HttpClient,
    private readonly tokens: TokenSource,
    private readonly gate: Gate,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.#retry = settings.retry;
    keepToken(http.axiosRef, tokens, gate);
  }

  request(
    request: HttpRequest,
    mayRepeat: Repeatable,
    { urgent, once = false, departure, signal }: CallOptions = {},
  ): Promise<HttpAnswer> {
    // A login that failed has been repeated already, by itself.
    const mayRepeatThis: Repeatable = (error) =>
      !once && error.operation === request.operation && mayRepeat(error);
    const leaving = departure || signal ? { ...request, departure, signal } : request;
    const attempt = async () => {
      // Before the gate, so that whoever waits for a login keeps no place and no turn.
      await this.tokens.getToken();
      return this.gate.run(() => this.client.exchange(leaving), { urgent, signal });
    };
    return retrying(this.#retry, mayRepeatThis, attempt, signal);
  }
}
