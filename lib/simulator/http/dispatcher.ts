import { setTimeout as delay } from 'node:timers/promises';
import type { Bulletin } from '../bulletin.js';
import { routeAt, type Route } from '../endpoints/routes.js';
import type { Fault } from '../faults/fault.js';
import type { Faults } from '../faults/faults.js';
import { strike } from '../faults/strike.js';
import type { World } from '../state/world.js';
import { encodeAnswer, errorAnswer, type Answer } from '../wire/answer.js';
import type { Exchange, RequestLog } from './request-log.js';
import { RequestRefused } from './request-refused.js';
import type { Reply } from './server.js';
import type { WireRequest } from './wire-request.js';

/** Brings a request to its endpoint, past the checks all of them share and the faults that are set. */
export class Dispatcher {
  readonly #faults: Faults;
  readonly #log: RequestLog;
  readonly #bulletin: Bulletin;
  readonly #closing = new AbortController();

  constructor(faults: Faults, log: RequestLog, bulletin: Bulletin) {
    this.#faults = faults;
    this.#log = log;
    this.#bulletin = bulletin;
  }

  async dispatch(request: WireRequest, world: World): Promise<Reply> {
    const route = routeAt(request.path);
    const operation = route?.method === request.method ? route.operation : undefined;
    const exchange = this.#log.open(request, operation, new Date(world.clock.nowMs()));
    const reply = await this.#reply(request, route, world, exchange);
    this.#log.close(exchange, reply);
    this.#bulletin.post({ type: 'request.logged', exchange });
    return reply;
  }

  /** Wakes every answer that is being held back, and drops it. */
  close(): void {
    this.#closing.abort();
  }

  async #reply(
    request: WireRequest,
    route: Route | undefined,
    world: World,
    { id: requestId, record }: Exchange,
  ): Promise<Reply> {
    const refusal = refusalOf(request, route, world);
    if (refusal || !route) return answered(refusal ?? errorAnswer(404, world.dialect.errorBody));

    // Only a request that would have been served is struck: `times: 1` is not spent on one with an old token.
    const { operation } = route;
    const fault = this.#faults.draw(operation, world.random);
    const process = () => serve(route, request, world);
    if (!fault) return answered(process());

    record.fault = fault.kind;
    const fired = this.#faults.remember(fault, { at: record.at, operation, requestId });
    this.#bulletin.post({ type: 'fault.fired', fired, fault });
    const reply = strike(fault, process, world);
    return (await this.#held(fault)) ? reply : { kind: 'drop' };
  }

  /** Waits as long as the fault says; false when the simulator closed meanwhile. */
  async #held({ kind, options }: Fault): Promise<boolean> {
    const delayMs = options.delayMs ?? (kind === 'slow' ? 1_000 : 0);
    if (delayMs === 0) return true;
    const { signal } = this.#closing;
    return delay(delayMs, true, { signal }).catch(() => false);
  }
}

function answered(answer: Answer): Reply {
  return { kind: 'answer', answer: encodeAnswer(answer) };
}

/** What is wrong with a request before anybody reads what it asks for. */
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
