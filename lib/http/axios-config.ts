import type { AxiosAdapter, AxiosInstance, AxiosRequestConfig } from 'axios';
import type { Settings } from '../settings/settings.js';
import { withExchangeTimeout } from './exchange-timeout.js';
import { ACCEPTED_ENCODINGS, unpacked } from './content-coding.js';
import { refusingFakeTicks } from './fake-timers.js';
import { nodeAdapter } from './node-adapter.js';
import { undiciAdapter } from './undici-adapter.js';

/**
 * Axios with all that costs and does not help turned off: bodies are made and read once, by us.
 * A redirect is an answer: following one could repeat a send, or carry a token elsewhere.
 */
export function axiosConfig(settings: Settings): AxiosRequestConfig {
  const { proxy, httpAgent, httpsAgent } = settings.http;
  const direct = settings.loopback ? false : proxy;
  return {
    adapter: refusingFakeTicks(
      withExchangeTimeout(
        unpacked(adapterFor(settings), settings.maxAnswerBytes),
        settings.timeoutMs,
      ),
    ),
    // Some gateways refuse clients without a User-Agent.
    headers: { 'User-Agent': 'nestjs-payamsms', 'Accept-Encoding': ACCEPTED_ENCODINGS },
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

/** What axios has for browsers, and for bodies that it makes itself. */
const UNUSED_DEFAULTS = ['env', 'transitional', 'xsrfCookieName', 'xsrfHeaderName'] as const;

/** For no other method there is a request. */
const UNUSED_HEADERS = /^(?:delete|head|options|put|patch|purge|link|unlink|query)$/;

/** Axios copies its defaults for each request, which takes a third of its time: only what plays a part stays. */
export function dropUnusedDefaults({ defaults }: AxiosInstance): void {
  for (const name of UNUSED_DEFAULTS) delete defaults[name];
  for (const name of Object.keys(defaults.headers)) {
    if (UNUSED_HEADERS.test(name)) delete defaults.headers[name];
  }
}

/** Proxies and agents are what axios' own adapter is for; straight to the service undici is faster. */
function adapterFor({
  baseUrl,
  loopback,
  timeoutMs,
  maxAnswerBytes,
  http,
}: Settings): AxiosAdapter {
  const { origin, protocol } = new URL(baseUrl);
  const node = nodeAdapter(protocol === 'https:', maxAnswerBytes);
  const isProxied =
    !loopback && http.proxy !== false && (http.proxy !== undefined || environmentNamesProxy());
  if (isProxied || http.httpAgent || http.httpsAgent) return node;
  return undiciAdapter({ origin, timeoutMs, maxBytes: maxAnswerBytes, fallback: node });
}

/** Axios finds out whether the proxy applies to the service; it knows `NO_PROXY` too. */
function environmentNamesProxy(): boolean {
  return Object.keys(process.env).some((name) => /_proxy$/i.test(name) && !/^no_/i.test(name));
}
