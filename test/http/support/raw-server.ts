import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';

/** Writes the bytes it is told, whatever they are, to whoever has sent a whole request. */
export class RawServer {
  /** Given the request line and the headers. */
  answer: (socket: Socket, head: string) => void = (socket) => socket.destroy();
  readonly #sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<RawServer> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const raw = new RawServer(server, `http://127.0.0.1:${port}`);
    server.on('connection', (socket) => raw.#serve(socket));
    return raw;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    let request = '';
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('data', (chunk) => {
      request += chunk.toString('latin1');
      const head = request.indexOf('\r\n\r\n');
      if (head < 0) return;
      const length = Number(/content-length: *(\d+)/i.exec(request.slice(0, head))?.[1] ?? 0);
      if (request.length < head + 4 + length) return;
      const said = request.slice(0, head);
      request = request.slice(head + 4 + length);
      this.answer(socket, said);
    });
  }
}

/** An HTTP/1.1 answer as bytes; `length: false` leaves its end to that of the connection. */
export function httpBytes(
  body: Buffer | string,
  headers: Record<string, string> = {},
  { status = '200 OK', length = true }: { status?: string; length?: boolean } = {},
): Buffer {
  const bytes = Buffer.from(body as string);
  const all = { ...(length && { 'Content-Length': String(bytes.length) }), ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${status}\r\n${lines.join('')}\r\n`), bytes]);
}
