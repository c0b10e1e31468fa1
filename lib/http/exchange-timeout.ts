import { type AxiosAdapter, AxiosError } from 'axios';
import { LightAbortSignal } from '../concurrency/light-abort-signal.js';

/**
 * Axios' own `timeout` watches for silence, so an answer that trickles in evades it. This one
 * bounds an exchange as a whole, from connecting to the last byte. The request's own signal may end
 * it earlier.
 */
export function withExchangeTimeout(adapter: AxiosAdapter, timeoutMs: number): AxiosAdapter {
  return async (config) => {
    const { signal } = config;
    const timeout = new LightAbortSignal();
    const end = () => timeout.abort();
    const timer = setTimeout(end, timeoutMs);
    const startedAtMs = performance.now();
    signal?.addEventListener?.('abort', end);
    if (signal?.aborted) end();
    try {
      config.signal = timeout;
      return await adapter(config);
    } catch (error) {
      if (!timeout.aborted) throw error;
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
