import type { Operation } from '../endpoints/operation.js';
import type { FaultKind } from '../faults/fault.js';
import { KnownSecrets, maskBody, maskHeaders, maskText, maskValue } from './mask/index.js';
import type { Reply } from './server.js';
import type { Content, WireRequest } from './wire-request.js';

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
  /** The fault that struck it, if one did. */
  readonly fault: FaultKind | undefined;
}

export type OpenRecord = { -readonly [Key in keyof RequestRecord]: RequestRecord[Key] };

/** A record with the bytes behind it, which hold secrets: whoever shows them masks them. */
export interface Exchange {
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
  readonly exchanges: Exchange[] = [];
  #lastId = 0;
  #bodyBytes = 0;
  /** The first exchange whose bodies are still there. */
  #firstWhole = 0;

  readonly #secrets: () => KnownSecrets;

  constructor(limit: number, secrets = () => new KnownSecrets([])) {
    this.#limit = limit;
    this.#secrets = secrets;
  }

  open(request: WireRequest, operation: Operation | undefined, at: Date): Exchange {
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
    const exchange: Exchange = {
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
    this.exchanges.push(exchange);
    this.#weigh(request.body.length);
    if (this.records.length > this.#limit) this.#dropOldest();
    return exchange;
  }

  close(exchange: Exchange, reply: Reply): void {
    exchange.durationMs = performance.now() - exchange.startedAt;
    exchange.reply = exchange.whole ? reply : withoutBody(reply);
    if (reply.kind === 'drop') return;
    exchange.record.status = reply.answer.status;
    exchange.answerBytes = reply.answer.body.length;
    if (exchange.whole) this.#weigh(reply.answer.body.length);
  }

  find(id: string): Exchange | undefined {
    return this.exchanges.find((exchange) => exchange.id === id);
  }

  /** Gives how many there were. */
  clear(): number {
    const { length } = this.records;
    for (const exchange of this.exchanges) if (exchange.whole) this.#letGo(exchange);
    this.records.length = 0;
    this.exchanges.length = 0;
    this.#firstWhole = 0;
    return length;
  }

  #dropOldest(): void {
    this.records.shift();
    const oldest = this.exchanges.shift();
    if (this.#firstWhole > 0) this.#firstWhole -= 1;
    else if (oldest) this.#letGo(oldest);
  }

  #weigh(bytes: number): void {
    this.#bodyBytes += bytes;
    while (this.#bodyBytes > MAX_BODY_BYTES) {
      const oldest = this.exchanges[this.#firstWhole];
      if (!oldest) return;
      this.#letGo(oldest);
      this.#firstWhole += 1;
    }
  }

  #letGo(exchange: Exchange): void {
    this.#bodyBytes -= exchange.requestBody.length + (exchange.answerBytes ?? 0);
    exchange.whole = false;
    exchange.requestBody = NOTHING;
    if (exchange.reply) exchange.reply = withoutBody(exchange.reply);
  }
}

const NOTHING = Buffer.alloc(0);

function withoutBody(reply: Reply): Reply {
  if (reply.kind === 'drop') return reply;
  return { kind: reply.kind, answer: { ...reply.answer, body: NOTHING } };
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
