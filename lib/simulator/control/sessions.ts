import { createHmac, randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { isSame } from './access.js';

/**
 * The sessions of browsers. A cookie is a name and its signature by the token: it does not give the token away, and
 * outlives a restart with the same token. That a session was ended is known until then.
 */
export class Sessions {
  readonly #token: string | undefined;
  readonly #cookieName: string;
  readonly #ended = new Set<string>();
  /** What a session is still being answered. */
  readonly #open = new Map<string, Set<ServerResponse>>();

  constructor(token: string | undefined, port: number) {
    this.#token = token;
    // Browsers send a cookie to every port of a host, so each simulator has its own name for it.
    this.#cookieName = `payamsms_simulator_${port}`;
  }

  /** A new one, as a cookie holds it. */
  start(token: string): string {
    const id = randomBytes(18).toString('base64url');
    return this.cookie(`${id}.${signature(id, token)}`);
  }

  cookie(value: string): string {
    return `${this.#cookieName}=${value}`;
  }

  /** The living session of a request, if it comes from one. */
  of({ cookie = '' }: IncomingHttpHeaders): string | undefined {
    const pairs = cookie.split(';').map((pair) => pair.trim());
    const start = `${this.#cookieName}=`;
    const values = pairs.filter((pair) => pair.startsWith(start));
    return values.map((pair) => this.#idOf(pair.slice(start.length))).find((id) => id);
  }

  /** Lets an answer end with its session. */
  attach(session: string, response: ServerResponse): void {
    const responses = this.#open.get(session) ?? new Set();
    this.#open.set(session, responses.add(response));
    response.once('close', () => {
      responses.delete(response);
      if (responses.size === 0) this.#open.delete(session);
    });
  }

  /** Its cookie is refused from now on, and what it is still being answered breaks off. */
  end(session: string): void {
    this.#ended.add(session);
    for (const response of this.#open.get(session) ?? []) {
      if (response.headersSent) response.end();
      else response.destroy();
    }
  }

  #idOf(value: string): string | undefined {
    const [, id = '', signed = ''] = /^([\w-]+)\.([\w-]+)$/.exec(value) ?? [];
    if (this.#token === undefined || this.#ended.has(id)) return undefined;
    return isSame(signed, signature(id, this.#token)) ? id : undefined;
  }
}

function signature(id: string, token: string): string {
  return createHmac('sha256', token).update(`payamsms-simulator session ${id}`).digest('base64url');
}
