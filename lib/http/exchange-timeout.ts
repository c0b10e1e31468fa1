import { type AxiosAdapter, AxiosError } from 'axios';
import { LightAbortSignal } from '../concurrency/light-abort-signal.js';

/**
 * Axios' own `timeout` watches for silence, so an answer that trickles in evades it. This one
 * bounds an attempt as a whole, from connecting to the last byte; a signal of the request's own
 * may end it earlier.
 */
export function attemptDeadline(adapter: AxiosAdapter, timeoutMs: number): AxiosAdapter {
  return async (config) => {
    const { signal } = config;
    const deadline = new LightAbortSignal();
    const end = () => deadline.abort();
    const timer = setTimeout(end, timeoutMs);
    const startedAtMs = performance.now();
    signal?.addEventListener?.('abort', end);
    if (signal?.aborted) end();
    try {
      config.signal = deadline;
      return await adapter(config);
    } catch (error) {
      if (!deadline.aborted) throw error;
      const waitedMs = Math.round(performance.now() - startedAtMs);
      const late = new AxiosError(`no answer within ${waitedMs} ms`, AxiosError.ETIMEDOUT, config);
      late.cause = error as Error;
      throw late;
    } finally {
      config.signal = signal;
      clearTimeout(timer);
      signal?.removeEventListener?.('abort', end);
    }
  };
}
