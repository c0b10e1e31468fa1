import { setTimeout as delay } from 'node:timers/promises';
import { routeAt, type Route } from '../endpoints/routes.js';
import { delayMsOf, fire } from '../faults/effects.js';
import type { Fault } from '../faults/fault.js';
import type { Faults, FiredFault } from '../faults/faults.js';
import type { World } from '../state/world.js';
import { encodeAnswer, errorAnswer, type Answer } from '../wire/answer.js';
import type { Reply } from '../wire/reply.js';
import { RequestRefused } from '../wire/request-refused.js';
import type { WireRequest } from '../wire/request.js';
import type { LoggedRequest, RequestLog } from './request-log.js';

/** What the handler emits. */
export type RequestEvent =
  | { readonly type: 'fault.fired'; readonly fired: FiredFault }
  | { readonly type: 'request.logged'; readonly request: LoggedRequest };

/** Brings a request to its endpoint, past the checks all of them share and the faults that are set. */
export class RequestHandler {
  readonly #faults: Faults;
  readonly #log: RequestLog;
  readonly #events: { emit(event: RequestEvent): void };
  readonly #closing = new AbortController();

  constructor(faults: Faults, log: RequestLog, events: { emit(event: RequestEvent): void }) {
    this.#faults = faults;
    this.#log = log;
    this.#events = events;
  }

  async handle(request: WireRequest, world: World): Promise<Reply> {
    const route = routeAt(request.path);
    const operation = route?.method === request.method ? route.operation : undefined;
    const logged = this.#log.open(request, operation, new Date(world.clock.nowMs()));
    const reply = await this.#reply(request, route, world, logged);
    this.#log.close(logged, reply);
    this.#events.emit({ type: 'request.logged', request: logged });
    return reply;
  }

  /** Drops every request whose answer a fault delays. */
  close(): void {
    this.#closing.abort();
  }

  async #reply(
    request: WireRequest,
    route: Route | undefined,
    world: World,
    { id: requestId, record }: LoggedRequest,
  ): Promise<Reply> {
    const refusal = refusalOf(request, route, world);
    if (refusal || !route) return answered(refusal ?? errorAnswer(404, world.dialect.errorBody));

    // Faults fire only on a request that would have been served: `times: 1` is not spent on one with an old token.
    const { operation } = route;
    const fault = this.#faults.fireOn(operation, world.random);
    const process = () => serve(route, request, world);
    if (!fault) return answered(process());

    record.fault = fault.kind;
    const fired = this.#faults.remember(fault, { at: record.at, operation, requestId });
    this.#events.emit({ type: 'fault.fired', fired });
    const reply = fire({ fault, process, world });
    return (await this.#delayed(fault)) ? reply : { kind: 'drop' };
  }

  /** Waits as long as the fault wants; false when the simulator closed meanwhile. */
  async #delayed(fault: Fault): Promise<boolean> {
    const delayMs = delayMsOf(fault);
    if (delayMs === 0) return true;
    const { signal } = this.#closing;
    return delay(delayMs, true, { signal }).catch(() => false);
  }
}

function answered(answer: Answer): Reply {
  return { kind: 'answer', answer: encodeAnswer(answer) };
}

/** The refusal of a request whose content does not matter any more: wrong path, method, size or token. */
function refusalOf(
  request: WireRequest,
  route: Route | undefined,
  { account, clock, dialect }: World,
): Answer | undefined {
  const refuse = (status: number) => errorAnswer(status, dialect.errorBody);
  if (!route) return refuse(404);
  if (route.method !== request.method) {
    return { ...refuse(405), headers: { allow: route.method } };
  }
  if (request.refusedWith) return refuse(request.refusedWith);
  if (route.operation === 'login') return undefined;
  const [, token = ''] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  return account.accepts(token, clock.nowMs()) ? undefined : refuse(401);
}

function serve(route: Route, request: WireRequest, world: World): Answer {
  try {
    return route.endpoint(request, world);
  } catch (error) {
    if (!(error instanceof RequestRefused)) throw error;
    return errorAnswer(error.status, world.dialect.errorBody, error.code);
  }
}
