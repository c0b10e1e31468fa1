import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { Simulation } from '../simulation.js';
import type { Access } from './access.js';
import type { EventHub } from './events/hub.js';
import type { Sessions } from './sessions.js';

/** A request to the control interface, past its guard. */
export interface ControlRequest {
  readonly method: string;
  readonly path: string;
  /** The values of the `{names}` in the route's path, in their order. */
  readonly names: readonly string[];
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** The parsed JSON; nothing when there was no body. */
  readonly body: unknown;
  /** Aborted when the client closes the connection. */
  readonly disconnected: AbortSignal;
  readonly incoming: IncomingMessage;
  readonly response: ServerResponse;
}

/** What handlers depend on. */
export interface ControlContext {
  readonly simulation: Simulation;
  readonly access: Access;
  readonly sessions: Sessions;
  readonly hub: EventHub;
}

export interface ControlAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text or bytes go out as they are, with the content type in `headers`; anything else as JSON. */
  readonly content?: unknown;
}

/** Returns nothing when the handler writes the response itself. */
export type Handler = (
  request: ControlRequest,
  context: ControlContext,
) => ControlAnswer | undefined | Promise<ControlAnswer | undefined>;

export function ok(content: unknown): ControlAnswer {
  return { status: 200, content };
}

export function created(content: unknown): ControlAnswer {
  return { status: 201, content };
}
