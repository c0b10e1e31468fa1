import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { Simulation } from '../simulation.js';
import type { Access } from './access.js';
import type { EventHub } from './events/hub.js';
import type { Sessions } from './sessions.js';

/** A request to the control interface, past its guard. */
export interface ControlRequest {
  readonly method: string;
  readonly path: string;
  /** What stands for the `{names}` in the route's path, in their order. */
  readonly names: readonly string[];
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** The parsed JSON; nothing when there was no body. */
  readonly body: unknown;
  /** Fires when the client goes away. */
  readonly left: AbortSignal;
  readonly incoming: IncomingMessage;
  readonly response: ServerResponse;
}

/** What handlers work on. */
export interface Desk {
  readonly simulation: Simulation;
  readonly access: Access;
  readonly sessions: Sessions;
  readonly hub: EventHub;
}

export interface ControlAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A text or bytes go out as they are, with the content type that `headers` give; anything else as JSON. */
  readonly content?: unknown;
}

/** Gives nothing when it took the response over. */
export type Handler = (
  request: ControlRequest,
  desk: Desk,
) => ControlAnswer | undefined | Promise<ControlAnswer | undefined>;

export function ok(content: unknown): ControlAnswer {
  return { status: 200, content };
}

export function created(content: unknown): ControlAnswer {
  return { status: 201, content };
}
