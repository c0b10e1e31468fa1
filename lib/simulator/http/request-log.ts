import type { Operation } from '../wire/operation.js';
import type { FaultKind } from '../faults/kinds.js';
import { KnownSecrets, maskBody, maskHeaders, maskText, maskValue } from './mask/index.js';
import type { Reply } from '../wire/reply.js';
import type { Content, WireRequest } from '../wire/request.js';

/** One request as it came over the wire, with its password, secret and token masked. */
export interface RequestRecord {
  /** By the simulator's clock. */
  readonly at: Date;
  readonly method: string;
  readonly path: string;
  /** Nothing when no operation has this path and method. */
  readonly operation: Operation | undefined;
  /** A parameter that came once is a string, one that came again a list. */
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The parsed JSON or form fields, else the text; nothing when there was no body. */
  readonly body: unknown;
  /** The HTTP status that was answered: nothing before the answer, or when the connection was dropped instead. */
  readonly status: number | undefined;
  /** The fault that fired on it, if one did. */
  readonly fault: FaultKind | undefined;
}

export type OpenRecord = { -readonly [Key in keyof RequestRecord]: RequestRecord[Key] };

/** A record with the bytes behind it, which hold secrets: mask them before they are shown. */
export interface LoggedRequest {
  readonly id: string;
  readonly record: OpenRecord;
  /** Path and query. */
  readonly target: string;
  readonly requestBytes: number;
  readonly startedAt: number;
  /** Real time from the whole request to its answer. */
  durationMs: number | undefined;
  answerBytes: number | undefined;
  reply: Reply | undefined;
  requestBody: Buffer;
  /** Whether its bodies are still there. */
  whole: boolean;
}

/** How many bytes of bodies are kept beside the records. */
const MAX_BODY_BYTES = 16_777_216;

/** The newest requests, oldest first. */
export class RequestLog {
  readonly #limit: number;
  readonly records: OpenRecord[] = [];
  readonly requests: LoggedRequest[] = [];
  #lastId = 0;
  #bodyBytes = 0;
  /** The first request whose bodies are still there. */
  #firstWhole = 0;

  readonly #secrets: () => KnownSecrets;

  constructor(limit: number, secrets = () => new KnownSecrets([])) {
    this.#limit = limit;
    this.#secrets = secrets;
  }

  open(request: WireRequest, operation: Operation | undefined, at: Date): LoggedRequest {
    const secrets = this.#secrets();
    const record: OpenRecord = {
      at,
      method: request.method,
      path: secrets.mask(maskText(request.path)),
      operation,
      query: secrets.maskValue(maskValue(queryRecord(request.query))),
      headers: secrets.maskValue(maskHeaders(request.headers)),
      body: secrets.maskValue(bodyOf(request.content)),
      status: undefined,
      fault: undefined,
    };
    this.#lastId += 1;
    const logged: LoggedRequest = {
      id: String(this.#lastId),
      record,
      target: request.target,
      requestBytes: request.body.length,
      startedAt: performance.now(),
      durationMs: undefined,
      answerBytes: undefined,
      reply: undefined,
      requestBody: request.body,
      whole: true,
    };
    this.records.push(record);
    this.requests.push(logged);
    this.#addBytes(request.body.length);
    if (this.records.length > this.#limit) this.#dropOldest();
    return logged;
  }

  close(request: LoggedRequest, reply: Reply): void {
    request.durationMs = performance.now() - request.startedAt;
    request.reply = request.whole ? reply : withoutBody(reply);
    if (reply.kind === 'drop') return;
    request.record.status = reply.answer.status;
    request.answerBytes = reply.answer.body.length;
    if (request.whole) this.#addBytes(reply.answer.body.length);
  }

  find(id: string): LoggedRequest | undefined {
    return this.requests.find((request) => request.id === id);
  }

  /** Returns how many there were. */
  clear(): number {
    const { length } = this.records;
    for (const request of this.requests) if (request.whole) this.#dropBodies(request);
    this.records.length = 0;
    this.requests.length = 0;
    this.#firstWhole = 0;
    return length;
  }

  #dropOldest(): void {
    this.records.shift();
    const oldest = this.requests.shift();
    if (this.#firstWhole > 0) this.#firstWhole -= 1;
    else if (oldest) this.#dropBodies(oldest);
  }

  #addBytes(bytes: number): void {
    this.#bodyBytes += bytes;
    while (this.#bodyBytes > MAX_BODY_BYTES) {
      const oldest = this.requests[this.#firstWhole];
      if (!oldest) return;
      this.#dropBodies(oldest);
      this.#firstWhole += 1;
    }
  }

  #dropBodies(request: LoggedRequest): void {
    this.#bodyBytes -= request.requestBody.length + (request.answerBytes ?? 0);
    request.whole = false;
    request.requestBody = NO_BODY;
    if (request.reply) request.reply = withoutBody(request.reply);
  }
}

const NO_BODY = Buffer.alloc(0);

function withoutBody(reply: Reply): Reply {
  if (reply.kind === 'drop') return reply;
  return { kind: reply.kind, answer: { ...reply.answer, body: NO_BODY } };
}

function queryRecord(query: URLSearchParams): Record<string, string | string[]> {
  const entries = [...new Set(query.keys())].map((name) => {
    const values = query.getAll(name);
    return [name, values.length > 1 ? values : (values[0] ?? '')] as const;
  });
  return Object.fromEntries(entries);
}

function bodyOf(content: Content): unknown {
  if (content.type === 'none') return undefined;
  if (content.type === 'json') return maskValue(content.value);
  if (content.type === 'form') return maskValue(content.fields);
  return maskBody(content.text, 'text/plain');
}
