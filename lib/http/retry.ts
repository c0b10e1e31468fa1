import { PayamSmsApiError } from '../errors/api.error.js';
import { PayamSmsTransportError } from '../errors/transport.error.js';
import type { RetryOptions } from '../payamsms.options.js';
import { LightAbortSignal } from '../concurrency/light-abort-signal.js';

/** Says whether a failed attempt may be made again. */
export type Repeatable = (error: PayamSmsTransportError) => boolean;

const PASSING_STATUSES = new Set([429, 500, 502, 503, 504]);

/** For calls that change nothing: network errors, and statuses that pass. */
export const whenSafe: Repeatable = ({ cause }) =>
  !(cause instanceof PayamSmsApiError) || PASSING_STATUSES.has(cause.status);

/** For calls that change something: only when it is proven that the request never left. */
export const whenNeverSent: Repeatable = ({ requestSent }) => !requestSent;

/**
 * Makes a call, again after a wait while `mayRepeat` allows, at most `maxAttempts` times. When the
 * signal is aborted during a wait, the last error is the answer.
 */
export async function retrying<T>(
  policy: RetryOptions,
  mayRepeat: Repeatable,
  attempt: () => Promise<T>,
  signal: LightAbortSignal = new LightAbortSignal(),
): Promise<T> {
  for (let made = 1; ; made++) {
    try {
      return await attempt();
    } catch (error) {
      if (
        made >= policy.maxAttempts ||
        !(error instanceof PayamSmsTransportError) ||
        !mayRepeat(error)
      ) {
        throw error;
      }
      const waitMs = error.retryAfterMs ?? backoffMs(policy, made);
      // A caller that waits is better served with the error and its `retryAfterMs`.
      if (waitMs > policy.maxDelayMs || !(await signal.sleep(waitMs))) throw error;
    }
  }
}

/** Full jitter: evenly between nothing and a bound that doubles with each attempt made. */
export function backoffMs(policy: RetryOptions, made: number, random = Math.random): number {
  return random() * Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (made - 1));
}
