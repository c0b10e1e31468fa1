import { type AxiosAdapter, AxiosError, getAdapter } from 'axios';
import { Cutoff } from './cutoff.js';

/**
 * Axios' own `timeout` watches for silence, so an answer that trickles in evades it. This one
 * bounds an attempt as a whole, from connecting to the last byte; a signal of the request's own
 * may end it earlier.
 */
export function attemptDeadline(timeoutMs: number): AxiosAdapter {
  const http = getAdapter('http');
  return async (config) => {
    const { signal } = config;
    const deadline = new Cutoff();
    const end = () => deadline.abort();
    const timer = setTimeout(end, timeoutMs);
    const startedAtMs = performance.now();
    signal?.addEventListener?.('abort', end);
    if (signal?.aborted) end();
    try {
      config.signal = deadline;
      return await http(config);
    } catch (error) {
      if (!deadline.aborted) throw error;
      const waitedMs = Math.round(performance.now() - startedAtMs);
      throw new AxiosError(`no answer within ${waitedMs} ms`, AxiosError.ETIMEDOUT, config);
    } finally {
      config.signal = signal;
      clearTimeout(timer);
      signal?.removeEventListener?.('abort', end);
    }
  };
}
