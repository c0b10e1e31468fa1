import { validateHeaderValue } from 'node:http';
import type { ErrorBody } from '../wire/answer.js';
import { FAULT_TARGETS, isFaultKind } from './kinds.js';

export interface FaultOptions {
  /** How often it fires before it is spent; without it, until it is removed. */
  readonly times?: number;
  /** How many matching requests it lets pass first. */
  readonly skip?: number;
  /** The chance, 0 to 1, that it fires on a matching request; random by the simulator's `seed`. */
  readonly probability?: number;
  /** How long to wait, in real time, before the answer or the drop. With any kind; 1000 for `slow`, else 0. */
  readonly delayMs?: number;
  /** `status`: a Retry-After header, in seconds, as a date, or as a text that goes out as it is. */
  readonly retryAfter?: number | Date | string;
  /** `status`: a Location header, for a redirect. */
  readonly location?: string;
  /** `status`: the request is processed all the same. */
  readonly accepted?: boolean;
  /** `status` and `401`: what the body holds; by default what the dialect has for errors. */
  readonly body?: ErrorBody;
  /** `truncate`: a whole answer whose body ends halfway, or a connection closed before Content-Length is reached. */
  readonly cut?: 'body' | 'connection';
  /** Kinds that change entries: how many they change; 1 for `omit` and `foreign-customer-id`, else all. */
  readonly entries?: number;
}

/** A fault that was set. */
export interface FaultHandle {
  /** How often it has fired. */
  readonly fired: number;
  /** Ends it; what it has done to earlier requests stays. */
  remove(): void;
}

/** Throws at a name that the types forbid: a fault that never fires would let a test pass. */
export function checkFault(target: string, kind: string, options: FaultOptions): void {
  if (!FAULT_TARGETS.some((each) => each === target)) {
    throw new TypeError(`Not an endpoint: ${target}`);
  }
  if (!isFaultKind(kind)) throw new TypeError(`Not a fault: ${kind}`);
  for (const name of ['retryAfter', 'location'] as const) {
    const value = options[name];
    if (typeof value === 'string') validateHeaderValue(name, value);
  }
}
