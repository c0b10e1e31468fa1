import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { inspect } from 'node:util';
import type { EncodedAnswer } from '../wire/answer.js';
import { readContent, type WireRequest } from './wire-request.js';

/** What goes back over the socket: an answer, a piece of one, or nothing. */
export type Reply =
  | { readonly kind: 'answer'; readonly answer: EncodedAnswer }
  /** The length of the whole is promised, half of it sent, and the connection closed. */
  | { readonly kind: 'cut'; readonly answer: EncodedAnswer }
  | { readonly kind: 'drop' };

/** Servers commonly refuse a longer request target. */
const MAX_URL_BYTES = 8_192;

/** HTTP on 127.0.0.1, with no opinion on what is asked. */
export class LoopbackServer {
  readonly url: string;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    const address = server.address();
    if (typeof address !== 'object' || !address) throw new Error('The server does not listen');
    this.url = `http://127.0.0.1:${address.port}`;
  }

  static async listen(
    options: { port: number; maxBodyBytes: number },
    respond: (request: WireRequest) => Promise<Reply>,
  ): Promise<LoopbackServer> {
    const server = createServer((incoming, response) => {
      readRequest(incoming, options.maxBodyBytes).then(
        (request) => answer(request, respond, response),
        // The client went away before its request was read: there is nobody to answer.
        () => response.destroy(),
      );
    });
    // Node's 5 s would close an idle connection just as a client reuses it.
    server.keepAliveTimeout = 65_000;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(options.port, '127.0.0.1', resolve);
    });
    return new LoopbackServer(server);
  }

  async close(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }
}

async function answer(
  request: WireRequest,
  respond: (request: WireRequest) => Promise<Reply>,
  response: ServerResponse,
): Promise<void> {
  try {
    write(response, await respond(request));
  } catch (error) {
    // A mistake of the simulator's own, or of a test's listener: say so instead of ending the process.
    response.writeHead(500, { 'content-type': 'text/plain;charset=UTF-8' });
    response.end(`The simulator failed: ${inspect(error)}`);
  }
}

async function readRequest(incoming: IncomingMessage, maxBodyBytes: number): Promise<WireRequest> {
  const { method = '', url = '', headers } = incoming;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // What is over the limit is read and thrown away: a client in the middle of writing would not see an answer.
    if (bytes <= maxBodyBytes) chunks.push(chunk);
    else chunks.length = 0;
  }
  const [path = '', search = ''] = splitOnce(url, '?');
  const request = {
    method,
    path,
    query: new URLSearchParams(search),
    headers,
    content: readContent(headers['content-type'], Buffer.concat(chunks)),
  };
  if (url.length > MAX_URL_BYTES) return { ...request, refusedWith: 414 };
  if (bytes > maxBodyBytes) return { ...request, refusedWith: 413 };
  return request;
}

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
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
