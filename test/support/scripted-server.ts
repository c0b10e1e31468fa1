import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { atEnd } from './at-end.js';

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Which request to this path it is, from 1. */
  readonly nth: number;
}

/** What a scripted answer says; a function answers, or leaves alone, the raw response. */
export type Scripted =
  | {
      readonly status?: number;
      readonly headers?: Record<string, string>;
      /** Sent as it is when a text, else as JSON. */
      readonly body?: unknown;
    }
  | ((response: ServerResponse) => void);

export type Script = (request: Received) => Scripted | Promise<Scripted>;

export const LOGIN = '/auth/oauth/token';
export const BALANCE = '/accounting/webservice/balance';
export const SEND = '/panel/webservice/send';
export const SEND_SHARED = '/panel/webservice/sendMultipleWithSrcBody';
export const STATUS = '/report/webservice/status';
export const INBOX = '/report/webservice/mo';

export const tokenAnswer = (token = 'a-token', expiresIn: unknown = 3600) => ({
  body: { access_token: token, expires_in: expiresIn, scope: 'webservice' },
});

/** A server that is closed when the test ends. */
export async function startServer(script: Script): Promise<ScriptedServer> {
  const server = await ScriptedServer.start(script);
  atEnd(() => server.close());
  return server;
}

/** Says what the simulator cannot: whatever the script says, over real HTTP on loopback. */
export class ScriptedServer {
  readonly requests: Received[] = [];
  readonly url: string;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    const address = server.address();
    if (typeof address !== 'object' || !address) throw new Error('The server does not listen');
    this.url = `http://127.0.0.1:${address.port}`;
  }

  static async start(script: Script): Promise<ScriptedServer> {
    let started: ScriptedServer | undefined;
    const server = createServer((incoming, response) => {
      void started?.answer(incoming, response, script).catch(() => response.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    started = new ScriptedServer(server);
    return started;
  }

  /** How many requests came to a path. */
  count(path: string): number {
    return this.requests.filter((request) => request.path === path).length;
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  private async answer(
    incoming: IncomingMessage,
    response: ServerResponse,
    script: Script,
  ): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
    const { method = '', headers } = incoming;
    const [path = '', search = ''] = (incoming.url ?? '').split('?', 2);
    const request: Received = {
      method,
      path,
      query: new URLSearchParams(search),
      headers,
      body: Buffer.concat(chunks).toString('utf8'),
      nth: this.count(path) + 1,
    };
    this.requests.push(request);
    const answer = await script(request);
    if (typeof answer === 'function') return answer(response);
    const { status = 200, headers: extra, body = '' } = answer;
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    response.writeHead(status, { 'content-type': 'application/json', ...extra });
    response.end(text);
  }
}

/** Logs everybody in; the rest is up to the script. */
export function afterLogin(script: Script): Script {
  return (request) => (request.path === LOGIN ? tokenAnswer() : script(request));
}

/** The address of a port on loopback that nobody listens on. */
export async function closedPort(): Promise<string> {
  const server = await ScriptedServer.start(() => ({}));
  await server.close();
  return server.url;
}
