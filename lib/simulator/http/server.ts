import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isIPv6 } from 'node:net';
import { inspect } from 'node:util';
import type { Reply } from '../wire/reply.js';
import { readBody } from './body.js';
import { readContent, type WireRequest } from '../wire/request.js';

/** Answers a request itself, or returns false and leaves it to the service. */
export type Intercept = (incoming: IncomingMessage, response: ServerResponse) => boolean;

/** Servers commonly refuse a longer request target. */
export const MAX_URL_BYTES = 8_192;

/** HTTP on one address; what is asked is not its concern. */
export class HttpServer {
  readonly port: number;
  readonly url: string;
  readonly #server: Server;

  private constructor(server: Server, host: string) {
    this.#server = server;
    const address = server.address();
    if (typeof address !== 'object' || !address) throw new Error('The server does not listen');
    this.port = address.port;
    this.url = `http://${urlHost(host)}:${address.port}`;
  }

  static async listen(
    options: { host: string; port: number; maxBodyBytes: number },
    intercept: Intercept,
    respond: (request: WireRequest) => Promise<Reply>,
  ): Promise<HttpServer> {
    const server = createServer((incoming, response) => {
      if (intercept(incoming, response)) return;
      readRequest(incoming, options.maxBodyBytes).then(
        (request) => answer(request, respond, response),
        // The client went away before its request was read: no connection is left to answer on.
        () => response.destroy(),
      );
    });
    // Node's 5 s would close an idle connection just as a client reuses it.
    server.keepAliveTimeout = 65_000;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(options.port, options.host, resolve);
    });
    return new HttpServer(server, options.host);
  }

  async close(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }
}

/** A host to call: all addresses at once are no address, but loopback is one of them. */
function urlHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return isIPv6(host) ? `[${host}]` : host;
}

async function answer(
  request: WireRequest,
  respond: (request: WireRequest) => Promise<Reply>,
  response: ServerResponse,
): Promise<void> {
  try {
    write(response, await respond(request));
  } catch (error) {
    // A defect of the simulator, or an error of a test's listener: it is answered instead of ending the process.
    response.writeHead(500, { 'content-type': 'text/plain;charset=UTF-8' });
    response.end(`The simulator failed: ${inspect(error)}`);
  }
}

async function readRequest(incoming: IncomingMessage, maxBodyBytes: number): Promise<WireRequest> {
  const { method = '', url = '', headers } = incoming;
  const { body, bytes } = await readBody(incoming, maxBodyBytes);
  const [path, search] = splitOnce(url, '?');
  const request = {
    method,
    path,
    target: url,
    query: new URLSearchParams(search),
    headers,
    body,
    content: readContent(headers['content-type'], body),
  };
  if (url.length > MAX_URL_BYTES) return { ...request, refusedWith: 414 };
  if (bytes > maxBodyBytes) return { ...request, refusedWith: 413 };
  return request;
}

export function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)];
}

function write(response: ServerResponse, reply: Reply): void {
  if (reply.kind === 'drop') {
    response.destroy();
    return;
  }
  const { status, headers, body } = reply.answer;
  response.writeHead(status, { ...headers, 'content-length': body.length });
  if (reply.kind === 'answer') response.end(body);
  // Only once the half is on its way; sooner, and the client would see none of it.
  else response.write(body.subarray(0, body.length / 2), () => response.destroy());
}
