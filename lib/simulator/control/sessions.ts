import { createHmac, randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { isSame } from './access.js';

/**
 * The sessions of browsers. A cookie holds an id and its signature by the token: it does not reveal the token, and stays
 * valid after a restart with the same token. Ended sessions are remembered until the restart.
 */
export class Sessions {
  readonly #token: string | undefined;
  readonly #cookieName: string;
  readonly #ended = new Set<string>();
  /** The open responses of each session. */
  readonly #open = new Map<string, Set<ServerResponse>>();

  constructor(token: string | undefined, port: number) {
    this.#token = token;
    // Browsers send a cookie to every port of a host, so each simulator has its own name for it.
    this.#cookieName = `payamsms_simulator_${port}`;
  }

  /** Starts a session; returns its cookie. */
  start(token: string): string {
    const id = randomBytes(18).toString('base64url');
    return this.cookie(`${id}.${signature(id, token)}`);
  }

  cookie(value: string): string {
    return `${this.#cookieName}=${value}`;
  }

  /** The session that a request belongs to, unless it was ended. */
  of({ cookie = '' }: IncomingHttpHeaders): string | undefined {
    const pairs = cookie.split(';').map((pair) => pair.trim());
    const start = `${this.#cookieName}=`;
    const values = pairs.filter((pair) => pair.startsWith(start));
    return values.map((pair) => this.#idOf(pair.slice(start.length))).find((id) => id);
  }

  /** Makes a response end when its session does. */
  attach(session: string, response: ServerResponse): void {
    const responses = this.#open.get(session) ?? new Set();
    this.#open.set(session, responses.add(response));
    response.once('close', () => {
      responses.delete(response);
      if (responses.size === 0) this.#open.delete(session);
    });
  }

  /** From now on its cookie is refused; its open responses are cut off. */
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
