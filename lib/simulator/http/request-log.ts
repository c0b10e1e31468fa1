import type { Operation } from '../endpoints/operation.js';
import type { FaultKind } from '../faults/fault.js';
import { isRecord } from '../wire/json.js';
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

/** The newest requests, oldest first. */
export class RequestLog {
  readonly #limit: number;
  readonly records: OpenRecord[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  open(request: WireRequest, operation: Operation | undefined, at: Date): OpenRecord {
    const record: OpenRecord = {
      at,
      method: request.method,
      path: request.path,
      operation,
      query: maskPassword(queryRecord(request.query)),
      headers: maskHeaders(request.headers),
      body: maskPassword(bodyOf(request.content)),
      status: undefined,
      fault: undefined,
    };
    this.records.push(record);
    if (this.records.length > this.#limit) this.records.shift();
    return record;
  }

  clear(): void {
    this.records.length = 0;
  }
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
  if (content.type === 'json') return content.value;
  return content.type === 'form' ? content.fields : content.text;
}

function maskPassword<T>(fields: T): T {
  return isRecord(fields) && 'password' in fields ? { ...fields, password: '***' } : fields;
}

function maskHeaders({
  authorization,
  ...headers
}: WireRequest['headers']): RequestRecord['headers'] {
  // The scheme stays: that a login came with Basic is worth seeing, its secret is not.
  const scheme = authorization?.split(' ', 1)[0];
  return scheme ? { ...headers, authorization: `${scheme} ***` } : headers;
}
