import { HttpService } from '@nestjs/axios';
import { Inject, Injectable } from '@nestjs/common';
import type { AxiosResponse } from 'axios';
import { PayamSmsApiError } from '../errors/api.error.js';
import type { Operation } from '../provider/operation.js';
import { PayamSmsError } from '../errors/payamsms.error.js';
import { PayamSmsTransportError } from '../errors/transport.error.js';
import { type Settings, SETTINGS } from '../settings/settings.js';
import { decodeText } from './charset.js';
import { type Attempt, NothingToSend } from './attempt.js';
import { BodyBuffers } from './body-buffers.js';
import { Limiter } from './limiter.js';
import { HeldBack } from './held-back.js';
import { defectOf, NetworkFailure } from './network-failure.js';
import type { RawAnswer } from './raw-answer.js';
import { observed } from './request-channel.js';
import { parseRetryAfter } from './retry-after.js';

export interface HttpRequest {
  operation: Operation;
  method: 'GET' | 'POST';
  /** Path and query, ready to be sent. */
  path: string;
  /** A function makes it when the request leaves: what it holds may change while it waits. */
  body?: string | (() => string);
  headers?: Readonly<Record<string, string>>;
  /** Whether an answer is handed on although its status, 429 or 5xx, is that of a failure. */
  isAnswer?: (answer: HttpAnswer) => boolean;
}

/** An answer whose body is not decoded yet. */
export interface HttpAnswer {
  operation: Operation;
  status: number;
  contentType: string;
  body: string;
  /** What came in place of a text; `body` holds its bytes as Latin-1 then. */
  unreadable?: string;
  /** Where a redirect points to: scheme and host alone, for the rest may hold a secret. */
  redirectTo?: string;
  /** Milliseconds that the service asks to wait. */
  retryAfterMs?: number;
}

const NO_TEXT = 'bytes that are no text in the charset they are labelled with, or in UTF-8';

/** One HTTP exchange; whatever goes wrong comes out as an error of this package. */
@Injectable()
export class HttpClient {
  readonly #baseUrl: string;
  readonly #account?: string;
  readonly #buffers = new BodyBuffers();

  constructor(
    private readonly http: HttpService,
    private readonly limiter: Limiter,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.#baseUrl = settings.baseUrl;
    this.#account = settings.account;
  }

  /** @throws {PayamSmsTransportError} on network errors, and on 429 and 5xx that are no answer */
  exchange(request: HttpRequest, attempt?: Attempt): Promise<HttpAnswer> {
    const { operation } = request;
    return observed({ operation, account: this.#account }, () => this.#exchange(request, attempt));
  }

  async #exchange(request: HttpRequest, attempt?: Attempt): Promise<HttpAnswer> {
    const { operation, method, path, headers } = request;
    const makeBody = this.#bodyOf(request);
    let response: RawAnswer;
    attempt?.leave?.();
    try {
      // Not the observable: unsubscribing from it builds a CanceledError on every success.
      response = await this.http.axiosRef.request<Buffer>({
        method,
        url: this.#baseUrl + path,
        headers: { Accept: 'application/json', ...headers },
        ...(makeBody && { data: makeBody() }),
        ...(attempt && { signal: attempt.signal, attempt, makeBody }),
      });
    } catch (error) {
      // Of an interceptor, such as a refused login.
      if (isOwn(error)) throw error;
      const defect = defectOf(error);
      if (defect !== undefined) throw defect;
      const cause = new NetworkFailure(error);
      if (cause.neverConnected) attempt?.comeBack?.();
      throw new PayamSmsTransportError(operation, { cause, requestSent: !cause.neverConnected });
    }
    const { status, headers: answered } = response;
    // Until the service has said that all is well, the connection may still be writing them.
    if (makeBody && isSuccess(response)) this.#buffers.giveBack(response.config?.data);
    const contentType = String(answered['content-type'] ?? '');
    const text = decodeText(response.data, contentType);
    const answer: HttpAnswer = {
      operation,
      status,
      contentType,
      body: text ?? response.data.toString('latin1'),
    };
    const { unreadable = text === undefined ? NO_TEXT : undefined } = response;
    if (unreadable !== undefined) answer.unreadable = unreadable;
    if (status >= 300) this.#note(answer, answered);
    // Asked of failures alone: it may have to read the body.
    return isUnavailable(status) && request.isAnswer?.(answer) ? answer : availableOrThrow(answer);
  }

  #bodyOf({ body }: HttpRequest): (() => Buffer) | undefined {
    if (body === undefined) return undefined;
    return () => this.#buffers.toBytes(typeof body === 'string' ? body : body());
  }

  /** Notes what the headers of an answer that is no success add to it. */
  #note(answer: HttpAnswer, headers: AxiosResponse['headers']): void {
    const { status } = answer;
    const redirectTo = status < 400 ? originOf(headers.location, this.#baseUrl) : undefined;
    const retryAfterMs = parseRetryAfter(headers['retry-after'], headers.date);
    if (redirectTo !== undefined) answer.redirectTo = redirectTo;
    if (retryAfterMs === undefined) return;
    answer.retryAfterMs = retryAfterMs;
    // The service asks the client to wait, not the one request.
    if (status === 429 || status === 503) this.limiter.holdBack(retryAfterMs);
  }
}

const isOwn = (error: unknown) =>
  error instanceof PayamSmsError || error instanceof HeldBack || error instanceof NothingToSend;

const isSuccess = ({ status, unreadable }: RawAnswer) =>
  status >= 200 && status < 300 && unreadable === undefined;

const isUnavailable = (status: number) => status === 429 || status >= 500;

/** @throws {PayamSmsTransportError} for 429 and 5xx */
export function availableOrThrow(answer: HttpAnswer): HttpAnswer {
  const { operation, status, retryAfterMs } = answer;
  if (!isUnavailable(status)) return answer;
  throw new PayamSmsTransportError(operation, {
    cause: new PayamSmsApiError(operation, { status }),
    retryAfterMs,
  });
}

function originOf(location: unknown, baseUrl: string): string | undefined {
  if (typeof location !== 'string' || !URL.canParse(location, baseUrl)) return undefined;
  const { protocol, host } = new URL(location, baseUrl);
  return `${protocol}//${host}`;
}
