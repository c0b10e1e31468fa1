import type { IncomingMessage } from 'node:http';

/** A request's body, empty when it is over the limit; `bytes` is its true length. */
export async function readBody(
  incoming: IncomingMessage,
  maxBytes: number,
): Promise<{ body: Buffer; bytes: number }> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // What is over the limit is read and thrown away: a client in the middle of writing would not see an answer.
    if (bytes <= maxBytes) chunks.push(chunk);
    else chunks.length = 0;
  }
  return { body: Buffer.concat(chunks), bytes };
}
