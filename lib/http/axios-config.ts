import type { AxiosRequestConfig } from 'axios';
import type { Settings } from '../settings/settings.js';
import { attemptDeadline } from './attempt-deadline.js';

/**
 * Axios with all that costs and does not help turned off: bodies are made and read once, by us.
 * A redirect is an answer: following one could repeat a send, or carry a token elsewhere.
 */
export function axiosConfig(settings: Settings): AxiosRequestConfig {
  const { proxy, httpAgent, httpsAgent } = settings.http;
  const direct = settings.loopback ? false : proxy;
  return {
    adapter: attemptDeadline(settings.timeoutMs),
    maxRedirects: 0,
    responseType: 'arraybuffer',
    validateStatus: null,
    transformRequest: [],
    transformResponse: [],
    ...(direct !== undefined && { proxy: direct }),
    ...(httpAgent && { httpAgent }),
    ...(httpsAgent && { httpsAgent }),
  };
}
