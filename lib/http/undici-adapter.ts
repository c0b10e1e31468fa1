import type { AxiosAdapter, InternalAxiosRequestConfig } from 'axios';
import type { Dispatcher, Pool } from 'undici';
import { BodyReader, tooLong } from './body-reader.js';
import { hasFakeImmediate } from './fake-timers.js';
import { NeverSent, type RawAnswer } from './raw-answer.js';

export interface UndiciOptions {
  origin: string;
  timeoutMs: number;
  /** A longer answer is not read to its end. */
  maxBytes: number;
  /** Used where undici cannot be: in Bun, and under fake timers. */
  fallback: AxiosAdapter;
}

/**
 * Axios on undici's connections, which take half the work of Node's own. Loaded with the first
 * request, for loading it takes longer than loading all the rest.
 */
export function undiciAdapter({
  origin,
  timeoutMs,
  maxBytes,
  fallback,
}: UndiciOptions): AxiosAdapter {
  let pool: Promise<Pool | undefined> | undefined;
  let isTooStrict = false;
  return async (config) => {
    pool ??= openPool(origin, timeoutMs);
    const opened = await pool;
    if (!opened || isTooStrict || hasFakeImmediate()) return fallback(config);
    const request = {
      method: config.method!.toUpperCase(),
      path: config.url!.slice(origin.length),
      headers: config.headers.toJSON() as Record<string, string>,
      body: config.data as Buffer | undefined,
    };
    try {
      const answer = await new AnswerCollector(config.signal, maxBytes).answerTo(request, opened);
      return { ...answer, config } satisfies RawAnswer;
    } catch (error) {
      if (!isOfContinue(error)) throw error;
      isTooStrict = true;
      // What only reads may be made again at once; of anything else its caller knows what to do.
      if (request.method !== 'GET') throw error;
      return fallback(config);
    }
  };
}

/** undici breaks with a server that says `100 Continue` without having been asked to. */
function isOfContinue(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  return code === 'UND_ERR_SOCKET' && message === 'bad response';
}

/** `undefined` where `undici` is not the real one: Bun's has no `dispatch`. */
async function openPool(origin: string, timeoutMs: number): Promise<Pool | undefined> {
  const { Pool } = await import('undici').catch(() => ({ Pool: undefined }));
  if (typeof Pool !== 'function' || typeof Pool.prototype.dispatch !== 'function') return undefined;
  // How long an answer may take is bounded as a whole, elsewhere.
  return new Pool(origin, { connect: { timeout: timeoutMs }, headersTimeout: 0, bodyTimeout: 0 });
}

/** Of these the first counts, as `node:http` has it; the values of others are joined. */
const SINGLE = new Set(['content-type', 'location', 'retry-after']);

function onlyOnce(headers: Record<string, string | string[]>): Record<string, string> {
  const once: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    once[name] =
      typeof value === 'string' ? value : SINGLE.has(name) ? value[0]! : value.join(', ');
  }
  return once;
}

type Answer = Omit<RawAnswer, 'config'>;

/** Sends one request, and puts together what comes back. */
class AnswerCollector implements Dispatcher.DispatchHandler {
  readonly #reader: BodyReader;
  #resolve!: (answer: Answer) => void;
  #reject!: (error: Error) => void;
  #controller?: Dispatcher.DispatchController;
  #head?: Omit<Answer, 'data'>;
  #cut?: Error;

  constructor(
    private readonly signal: InternalAxiosRequestConfig['signal'],
    private readonly maxBytes: number,
  ) {
    this.#reader = new BodyReader(maxBytes);
  }

  answerTo(request: Dispatcher.DispatchOptions, pool: Pool): Promise<Answer> {
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
    this.#head = { status, statusText, headers: onlyOnce(headers) };
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#reader.take(chunk)) return;
    this.#release();
    const unreadable = tooLong(this.maxBytes);
    this.#resolve({ ...this.#head!, data: Buffer.alloc(0), unreadable });
    controller.abort(new Error(unreadable));
  }

  onResponseEnd(): void {
    this.#release();
    this.#resolve({ ...this.#head!, data: this.#reader.body() });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#release();
    // What was never begun was never written.
    this.#reject(this.#controller ? error : new NeverSent(error.message, { cause: error }));
  }

  readonly #abort = (): void => {
    this.#release();
    this.#cut = this.#controller
      ? new Error('cut short')
      : new NeverSent('no connection was made in time', { code: 'ETIMEDOUT' });
    this.#controller?.abort(this.#cut);
    this.#reject(this.#cut);
  };

  #release(): void {
    this.signal?.removeEventListener?.('abort', this.#abort);
  }
}
