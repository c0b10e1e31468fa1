import { HttpService } from '@nestjs/axios';
import { Inject, Injectable } from '@nestjs/common';
import { type AxiosResponse } from 'axios';
import { PayamSmsApiError } from '../errors/api.error.js';
import type { Operation } from '../errors/operation.js';
import { PayamSmsError } from '../errors/payamsms.error.js';
import { PayamSmsTransportError } from '../errors/transport.error.js';
import { type Settings, SETTINGS } from '../settings/settings.js';
import type { Cutoff } from './cutoff.js';
import type { Departure } from './departure.js';
import { NetworkFailure } from './network-failure.js';
import { observed } from './request-channel.js';
import { parseRetryAfter } from './retry-after.js';

export interface HttpRequest {
  operation: Operation;
  method: 'GET' | 'POST';
  /** Path and query, ready to be sent. */
  path: string;
  body?: Buffer;
  headers?: Readonly<Record<string, string>>;
  /** Ends an attempt before its own time is over. */
  signal?: Cutoff;
  departure?: Departure;
}

/** An answer below 500 (429 aside), its body not yet looked into. */
export interface HttpAnswer {
  operation: Operation;
  status: number;
  contentType: string;
  body: string;
}

/** One HTTP exchange; whatever goes wrong comes out as an error of this package. */
@Injectable()
export class HttpClient {
  readonly #baseUrl: string;

  constructor(
    private readonly http: HttpService,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.#baseUrl = settings.baseUrl;
  }

  /** @throws {PayamSmsTransportError} on network errors, 429 and 5xx */
  exchange(request: HttpRequest): Promise<HttpAnswer> {
    return observed(request.operation, () => this.#exchange(request));
  }

  async #exchange(request: HttpRequest): Promise<HttpAnswer> {
    const { operation, method, path, body, headers, signal, departure } = request;
    let response: AxiosResponse<Buffer>;
    departure?.leave();
    try {
      // Not the observable: unsubscribing from it builds a CanceledError on every success.
      response = await this.http.axiosRef.request<Buffer>({
        method,
        url: this.#baseUrl + path,
        headers: { Accept: 'application/json', ...headers },
        ...(body !== undefined && { data: body }),
        ...(signal && { signal }),
        ...(departure && { departure }),
      });
    } catch (error) {
      // An interceptor's own error, such as a refused login.
      if (error instanceof PayamSmsError) throw error;
      const cause = new NetworkFailure(error);
      if (cause.neverConnected) departure?.comeBack();
      throw new PayamSmsTransportError(operation, { cause, requestSent: !cause.neverConnected });
    }
    const { status } = response;
    if (status === 429 || status >= 500) {
      throw new PayamSmsTransportError(operation, {
        cause: new PayamSmsApiError(operation, { status }),
        retryAfterMs: parseRetryAfter(response.headers['retry-after']),
      });
    }
    return {
      operation,
      status,
      contentType: String(response.headers['content-type'] ?? ''),
      body: response.data.toString('utf8'),
    };
  }
}
