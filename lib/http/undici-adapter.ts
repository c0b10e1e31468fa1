import type { AxiosAdapter, AxiosResponse, InternalAxiosRequestConfig } from 'axios';
import { promisify } from 'node:util';
import { brotliDecompress, unzip } from 'node:zlib';
import type { Dispatcher, Pool } from 'undici';

/** The encodings asked for, and how to undo them. */
const DECODERS = new Map([
  ['gzip', promisify(unzip)],
  ['x-gzip', promisify(unzip)],
  ['deflate', promisify(unzip)],
  ['br', promisify(brotliDecompress)],
]);

export const ACCEPTED_ENCODINGS = 'gzip, deflate, br';

/**
 * Axios on undici's connections, which take half the work of Node's own. Loaded with the first
 * request, for loading it takes longer than loading all the rest.
 */
export function undiciAdapter(origin: string, timeoutMs: number): AxiosAdapter {
  let pool: Promise<Pool> | undefined;
  return async (config) => {
    pool ??= import('undici').then(
      // How long an answer may take is bounded as a whole, elsewhere.
      ({ Pool }) =>
        new Pool(origin, {
          connect: { timeout: timeoutMs },
          headersTimeout: 0,
          bodyTimeout: 0,
        }),
    );
    const request = {
      method: config.method!.toUpperCase(),
      path: config.url!.slice(origin.length),
      headers: config.headers.toJSON() as Record<string, string>,
      body: config.data as Buffer | undefined,
    };
    const exchange = new Exchange(config.signal);
    const { status, statusText, headers, body } = await exchange.over(await pool, request);
    const decode = DECODERS.get(String(headers['content-encoding'] ?? ''));
    const data = decode && body.length > 0 ? await decode(body) : body;
    return { status, statusText, headers, data, config } satisfies AxiosResponse<Buffer>;
  };
}

interface Answer {
  status: number;
  statusText: string;
  headers: Record<string, string | string[]>;
  body: Buffer;
}

/** One request and its answer. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #chunks: Buffer[] = [];
  #resolve!: (answer: Answer) => void;
  #reject!: (error: Error) => void;
  #controller?: Dispatcher.DispatchController;
  #head?: Omit<Answer, 'body'>;
  #cut?: Error;

  constructor(private readonly signal: InternalAxiosRequestConfig['signal']) {}

  over(pool: Pool, request: Dispatcher.DispatchOptions): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      if (this.signal?.aborted) {
        this.#abort();
        return;
      }
      this.signal?.addEventListener?.('abort', this.#abort);
      pool.dispatch(request, this);
    });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // One that was given up while it waited for a connection is never written.
    if (this.#cut) controller.abort(this.#cut);
    else this.#controller = controller;
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[]>,
    statusText = '',
  ): void {
    this.#head = { status, statusText, headers };
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.#release();
    const [first] = this.#chunks;
    const body = first && this.#chunks.length === 1 ? first : Buffer.concat(this.#chunks);
    this.#resolve({ ...this.#head!, body });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#release();
    this.#reject(error);
  }

  readonly #abort = (): void => {
    this.#release();
    this.#cut = this.#controller ? new Error('cut short') : new NoConnection();
    this.#controller?.abort(this.#cut);
    this.#reject(this.#cut);
  };

  #release(): void {
    this.signal?.removeEventListener?.('abort', this.#abort);
  }
}

/** Says by the marks of Node's own errors that nothing was sent. */
class NoConnection extends Error {
  readonly code = 'ETIMEDOUT';
  readonly syscall = 'connect';

  constructor() {
    super('no connection was made in time');
  }
}
