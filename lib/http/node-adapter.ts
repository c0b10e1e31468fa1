import { type AxiosAdapter, getAdapter } from 'axios';
import type { Readable } from 'node:stream';
import { BodyReader, tooLong } from './body-reader.js';
import { type LightAbortSignal, lightSignalOf } from '../concurrency/light-abort-signal.js';
import { NeverSent, type RawAnswer } from './raw-answer.js';

/** The part of a request of `node:http` that is needed here. */
interface NodeRequest {
  socket?: { encrypted?: boolean; secureConnecting?: boolean; bytesWritten?: number } | null;
}

/**
 * Axios' own adapter, over `node:http`: for proxies and agents, and where undici cannot be had.
 *
 * A proxy that does not open a tunnel answers in the service's place, and axios hands that on. So an
 * answer to an https address is taken only when it came through TLS.
 */
export function nodeAdapter(isSecure: boolean, maxBytes: number): AxiosAdapter {
  const adapter = getAdapter('http');
  return async (config) => {
    let answer;
    try {
      // As it comes: it is bounded and unpacked alike for all adapters.
      answer = await adapter({ ...config, responseType: 'stream', decompress: false });
    } catch (error) {
      if (isInvalidUrl(error)) throw new NeverSent(NO_PROXY_ADDRESS);
      throw neverConnected(error, isSecure)
        ? new NeverSent(messageOf(error), { cause: error })
        : error;
    }
    const stream = answer.data as Readable;
    const socket = (answer.request as NodeRequest | undefined)?.socket;
    if (isSecure && socket?.encrypted !== true) {
      stream.on('error', () => undefined).destroy();
      throw refusedByProxy(answer.status, socket?.bytesWritten);
    }
    const data = await read(stream, maxBytes, lightSignalOf(config));
    return { ...answer, config, ...data } satisfies RawAnswer;
  };
}

const NO_PROXY_ADDRESS =
  'the address of the proxy is none; see HTTPS_PROXY, ALL_PROXY and the option http.proxy';

/** The service's own address was checked, so it is the proxy's. The error holds it, password and all. */
const isInvalidUrl = (error: unknown) => (error as { code?: unknown }).code === 'ERR_INVALID_URL';

/**
 * The request was not given a socket, or the TLS handshake on it had not ended, or a proxy has closed
 * the tunnel and nothing was written to what stands in its place.
 */
function neverConnected(error: unknown, isSecure: boolean): boolean {
  const { request } = error as { request?: NodeRequest };
  if (!request || !('socket' in request)) return false;
  const { socket } = request;
  if (!socket || socket.secureConnecting === true) return true;
  return isSecure && socket.encrypted !== true && !socket.bytesWritten;
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : 'no connection');

function refusedByProxy(status: number, bytesWritten: number | undefined): Error {
  const what = `a proxy answered ${status} in place of the service`;
  return bytesWritten === undefined || bytesWritten === 0 ? new NeverSent(what) : new Error(what);
}

async function read(
  stream: Readable,
  maxBytes: number,
  signal: LightAbortSignal | undefined,
): Promise<Pick<RawAnswer, 'data' | 'unreadable'>> {
  const reader = new BodyReader(maxBytes);
  const cut = () => stream.destroy(new Error('cut short'));
  signal?.addEventListener('abort', cut);
  if (signal?.aborted) cut();
  try {
    for await (const chunk of stream) {
      if (!reader.take(chunk as Buffer)) {
        return { data: Buffer.alloc(0), unreadable: tooLong(maxBytes) };
      }
    }
    return { data: reader.body() };
  } finally {
    signal?.removeEventListener('abort', cut);
  }
}
