import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../http/body.js';
import { MAX_URL_BYTES, splitOnce } from '../http/server.js';
import { invalid } from '../input/parser.js';
import type { Simulation } from '../simulation.js';
import type { Access } from './access.js';
import { EventHub } from './events/hub.js';
import { guard } from './guard.js';
import { ControlProblem } from './problem.js';
import type { ControlAnswer, ControlContext } from './request.js';
import { routeOf } from './router.js';
import type { ControlRoute } from './routes.js';
import { Sessions } from './sessions.js';
import { problemAnswer, write } from './write.js';

/** The simulator's own interface: its page, its REST interface and its events. */
export class Control {
  readonly #context: ControlContext;

  constructor(simulation: Simulation, access: Access, port: number) {
    const sessions = new Sessions(access.token, port);
    this.#context = { simulation, access, sessions, hub: new EventHub(simulation) };
  }

  async handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const answer = await this.#answer(incoming, response);
      if (answer) write(response, answer);
    } catch (error) {
      if (response.headersSent) response.destroy();
      else write(response, problemAnswer(error));
    }
  }

  close(): void {
    this.#context.hub.close();
  }

  async #answer(
    incoming: IncomingMessage,
    response: ServerResponse,
  ): Promise<ControlAnswer | undefined> {
    const { access, sessions } = this.#context;
    const { url = '', headers } = incoming;
    // Node sends no body back to a HEAD.
    const method = incoming.method === 'HEAD' ? 'GET' : (incoming.method ?? '');
    if (url.length > MAX_URL_BYTES) {
      throw new ControlProblem(
        414,
        'uri-too-long',
        `An address has at most ${MAX_URL_BYTES} bytes.`,
      );
    }
    const [path, search] = splitOnce(url, '?');
    const { route, names } = routeFor(method, path, () => guard(headers, 'data', access, sessions));
    const session = guard(headers, route.openness, access, sessions);
    if (session !== undefined) sessions.attach(session, response);

    const disconnected = new AbortController();
    response.once('close', () => disconnected.abort());
    const body = await readJson(incoming, route);
    const query = new URLSearchParams(search);
    return route.handler(
      {
        method,
        path,
        names,
        query,
        headers,
        body,
        disconnected: disconnected.signal,
        incoming,
        response,
      },
      this.#context,
    );
  }
}

/** A request without the token must not learn which paths exist: it gets a 401, not a 404. */
function routeFor(method: string, path: string, guardData: () => void) {
  try {
    return routeOf(method, path);
  } catch (error) {
    guardData();
    throw error;
  }
}

async function readJson(incoming: IncomingMessage, route: ControlRoute): Promise<unknown> {
  const { body, bytes } = await readBody(incoming, route.maxBodyBytes);
  if (bytes > route.maxBodyBytes) {
    const message = `A body has at most ${route.maxBodyBytes} bytes here.`;
    throw new ControlProblem(413, 'too-large', message);
  }
  const type = incoming.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  const needed = route.body === 'json';
  if (type !== 'application/json' && (needed || bytes > 0)) {
    throw new ControlProblem(
      415,
      'not-json',
      'A body must be JSON, with content-type: application/json.',
    );
  }
  if (!needed) return undefined;
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    throw invalid('', 'the body is not JSON');
  }
}
