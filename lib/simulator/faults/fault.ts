import { validateHeaderValue } from 'node:http';
import { OPERATIONS, type Operation } from '../endpoints/operation.js';
import type { ErrorBody } from '../wire/answer.js';

/** `send` is any of the three sends, since a client chooses among them; `*` is any endpoint. */
export type FaultTarget = Operation | '*';

/**
 * What goes wrong:
 * - `accept-then-drop`: processed, and the connection closed without an answer
 * - `drop`: the connection closed, nothing processed
 * - `status 503` and so on: that HTTP status, nothing processed unless `accepted`
 * - `401`: the token is refused
 * - `garbage`: processed, and answered with HTTP 200 and a web page
 * - `truncate`: processed, and half of the true answer sent
 * - `slow`: processed at once, and answered after `delayMs`
 * - `shuffle`: processed, and the entries of the answer in another order
 * - `omit`: processed, and entries missing from the answer (READING row 22)
 * - `no-customer-id`: processed, and entries without their customerId (READING row 22)
 * - `foreign-customer-id`: processed, and entries with a customerId that nobody sent (READING row 22)
 * - `only-server-id`: processed, and of accepted messages nothing told but the serverId (READING row 22)
 */
export type FaultKind =
  | 'accept-then-drop'
  | 'drop'
  | `status ${number}`
  | '401'
  | 'garbage'
  | 'truncate'
  | 'slow'
  | 'shuffle'
  | 'omit'
  | 'no-customer-id'
  | 'foreign-customer-id'
  | 'only-server-id';

export interface FaultOptions {
  /** How often it strikes before it is spent; without it, until it is removed. */
  readonly times?: number;
  /** How many matching requests it lets pass first. */
  readonly skip?: number;
  /** The chance, 0 to 1, that it strikes a matching request; drawn from the simulator's `seed`. */
  readonly probability?: number;
  /** How long to wait, in real time, before the answer or the drop. With any kind; 1000 for `slow`, else 0. */
  readonly delayMs?: number;
  /** `status`: a Retry-After header, in seconds, as a date, or as a text that goes out as it is. */
  readonly retryAfter?: number | Date | string;
  /** `status`: a Location header, for a redirect. */
  readonly location?: string;
  /** `status`: the request is processed all the same. */
  readonly accepted?: boolean;
  /** `status` and `401`: what the body holds; as the dialect says when left out. */
  readonly body?: ErrorBody;
  /** `truncate`: a whole answer whose body ends halfway, or a connection closed before Content-Length is reached. */
  readonly cut?: 'body' | 'connection';
  /** Kinds that change entries: how many they strike; 1 for `omit` and `foreign-customer-id`, else all. */
  readonly entries?: number;
}

/** A fault that was set. */
export interface FaultHandle {
  /** How often it has struck. */
  readonly fired: number;
  /** Ends it; what it struck before stays struck. */
  remove(): void;
}

/** A fault that strikes a request. */
export interface Fault {
  readonly kind: FaultKind;
  readonly options: FaultOptions;
}

const PLAIN_KINDS: ReadonlySet<string> = new Set<FaultKind>([
  'accept-then-drop',
  'drop',
  '401',
  'garbage',
  'truncate',
  'slow',
  'shuffle',
  'omit',
  'no-customer-id',
  'foreign-customer-id',
  'only-server-id',
]);

const TARGETS: ReadonlySet<string> = new Set<FaultTarget>([...OPERATIONS, '*']);

/** Throws at a name that the types forbid, since a fault that never strikes would let a test pass. */
export function checkFault(target: string, kind: string, options: FaultOptions): void {
  if (!TARGETS.has(target)) throw new TypeError(`Not an endpoint: ${target}`);
  if (!isFaultKind(kind)) throw new TypeError(`Not a fault: ${kind}`);
  for (const name of ['retryAfter', 'location'] as const) {
    const value = options[name];
    if (typeof value === 'string') validateHeaderValue(name, value);
  }
}

export function isFaultKind(kind: string): kind is FaultKind {
  return PLAIN_KINDS.has(kind) || /^status [2-5]\d\d$/.test(kind);
}
