import { type AxiosAdapter, AxiosError, getAdapter } from 'axios';

/**
 * Axios' own `timeout` watches for silence, so an answer that trickles in evades it. This one
 * bounds an attempt as a whole, from connecting to the last byte.
 */
export function attemptDeadline(timeoutMs: number): AxiosAdapter {
  const http = getAdapter('http');
  return async (config) => {
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), timeoutMs);
    try {
      return await http({ ...config, signal: deadline.signal });
    } catch (error) {
      if (!deadline.signal.aborted) throw error;
      throw new AxiosError(`no answer within ${timeoutMs} ms`, AxiosError.ETIMEDOUT, config);
    } finally {
      clearTimeout(timer);
    }
  };
}
