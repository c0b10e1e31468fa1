import { type AxiosInstance, getAdapter, type InternalAxiosRequestConfig } from 'axios';
import { PayamSmsAuthenticationError } from '../errors/authentication.error.js';
import { lightSignalOf } from '../concurrency/light-abort-signal.js';
import type { Attempt } from './attempt.js';
import type { Limiter } from './limiter.js';
import type { TokenSource } from './token-source.js';

const BEARER = 'Bearer ';

/** The config as the HTTP client makes it; axios hands on as it is what it does not know. */
type ConfigOfAttempt = InternalAxiosRequestConfig & {
  attempt?: Attempt;
  makeBody?: () => Buffer;
};

/**
 * Gives every request its token. On 401 the token that was used is dropped and the request is
 * repeated once with the next: a 401 proves that nothing was done, so sends may be repeated too.
 *
 * @param patienceMs the longest pause of the limiter that the repeat waits for
 */
export function addTokenInterceptors(
  axios: AxiosInstance,
  tokens: TokenSource,
  limiter: Limiter,
  patienceMs?: number,
): void {
  axios.interceptors.request.use(async (config) => {
    // The login brings an Authorization of its own.
    if (!config.headers.has('Authorization')) {
      config.headers.set('Authorization', BEARER + (await tokens.getToken()));
    }
    return config;
  });

  axios.interceptors.response.use(async (response) => {
    const config: ConfigOfAttempt = response.config;
    const refused = response.status === 401 ? tokenOf(config) : undefined;
    if (refused === undefined) return response;
    config.attempt?.comeBack?.();
    tokens.dropToken(refused);

    const next = await tokens.getToken();
    config.headers.set('Authorization', BEARER + next);
    await limiter.pace({ signal: lightSignalOf(config), patienceMs });
    config.attempt?.leave?.();
    if (config.makeBody) config.data = config.makeBody();
    // Straight to the adapter: through the interceptors again, a second 401 would go in circles.
    const second = await getAdapter(config.adapter)(config);
    if (second.status !== 401) return second;
    config.attempt?.comeBack?.();
    tokens.dropToken(next);
    throw new PayamSmsAuthenticationError(
      'The service refused a token it had just given; check what the account may do',
      { status: 401 },
    );
  });
}

function tokenOf({ headers }: InternalAxiosRequestConfig): string | undefined {
  const authorization = headers.get('Authorization');
  return typeof authorization === 'string' && authorization.startsWith(BEARER)
    ? authorization.slice(BEARER.length)
    : undefined;
}
