import { PayamSmsAuthenticationError } from '../errors/authentication.error.js';
import type { PayamSmsError } from '../errors/payamsms.error.js';
import { PayamSmsTransportError } from '../errors/transport.error.js';
import type { ListenerFailure } from '../events/describe-failure.js';
import { isLeaseLost } from '../tasks/leased-task.js';

/** So many calls that fail in a row show that it is the service that fails. */
const MAX_FAILED_CALLS = 3;

/** So many messages whose listeners fail in a row show that it is the app that fails. */
const MAX_FAILED_MESSAGES = 100;

/** How many ids are kept of the messages whose listeners failed. */
const MAX_IDS = 10;

/**
 * How one run stands. It is a circuit breaker: closed while there is no `stop`; once open it lets
 * nothing begin, for each message less is one that does not fail in vain. The next run starts with a
 * closed one.
 */
export interface RunState {
  /** How many changes were emitted, all their listeners resolved. */
  readonly emitted: number;
  readonly failedCallsInARow: number;
  readonly failedMessagesInARow: number;
  readonly stop?: StopReason;
  /** What the run is to reject with, once all that was begun has ended. */
  readonly error?: { readonly error: unknown };
  readonly failedMessages?: FailedMessages;
}

export type StopReason =
  | 'calls-fail'
  | 'listeners-fail'
  | 'limiter-asks-to-wait'
  | 'login-refused'
  /** The store failed, or the program. */
  | 'failed';

/** The messages whose listeners failed. */
export interface FailedMessages {
  readonly count: number;
  /** Of the first ones. */
  readonly ids: readonly string[];
  readonly lastFailures: readonly ListenerFailure[];
}

/** How something that the run began has ended. */
export type RunResult =
  | { readonly type: 'call-answered' }
  | { readonly type: 'call-failed'; readonly error: PayamSmsError }
  | { readonly type: 'listeners-resolved' }
  | {
      readonly type: 'listeners-failed';
      readonly id: string;
      readonly failures: readonly ListenerFailure[];
    }
  | { readonly type: 'failed'; readonly error: unknown };

export const NEW_RUN: RunState = {
  emitted: 0,
  failedCallsInARow: 0,
  failedMessagesInARow: 0,
  stop: undefined,
  error: undefined,
  failedMessages: undefined,
};

/** How the run stands after a result. */
export function nextRunState(state: RunState, result: RunResult): RunState {
  switch (result.type) {
    case 'call-answered':
      return { ...state, failedCallsInARow: 0 };
    case 'call-failed':
      return callFailed(state, result.error);
    case 'listeners-resolved':
      return listenersResolved(state);
    case 'listeners-failed':
      return listenersFailed(state, result.id, result.failures);
    case 'failed': {
      const { error } = result;
      // Whatever came before: by this error the lease is given up.
      const first = isLeaseLost(error) ? { error } : (state.error ?? { error });
      return { ...stopped(state, 'failed'), error: first };
    }
  }
}

function callFailed(state: RunState, error: PayamSmsError): RunState {
  const failedCallsInARow = state.failedCallsInARow + 1;
  const failed = { ...state, failedCallsInARow, error: state.error ?? { error } };
  // No other call would fare better.
  if (error instanceof PayamSmsAuthenticationError) return stopped(failed, 'login-refused');
  if (error instanceof PayamSmsTransportError && error.retryAfterMs !== undefined) {
    return stopped(failed, 'limiter-asks-to-wait');
  }
  return failedCallsInARow >= MAX_FAILED_CALLS ? stopped(failed, 'calls-fail') : failed;
}

/** Written out: this happens for each of millions of messages, and a spread takes many times as long. */
function listenersResolved({
  emitted,
  failedCallsInARow,
  stop,
  error,
  failedMessages,
}: RunState): RunState {
  return {
    emitted: emitted + 1,
    failedCallsInARow,
    failedMessagesInARow: 0,
    stop,
    error,
    failedMessages,
  };
}

function listenersFailed(
  state: RunState,
  id: string,
  lastFailures: readonly ListenerFailure[],
): RunState {
  const { count, ids } = state.failedMessages ?? { count: 0, ids: [] };
  const failedMessagesInARow = state.failedMessagesInARow + 1;
  const failed: RunState = {
    ...state,
    failedMessagesInARow,
    failedMessages: {
      count: count + 1,
      ids: count < MAX_IDS ? [...ids, id] : ids,
      lastFailures,
    },
  };
  return failedMessagesInARow >= MAX_FAILED_MESSAGES ? stopped(failed, 'listeners-fail') : failed;
}

/** The first reason stays. */
const stopped = (state: RunState, reason: StopReason): RunState =>
  state.stop ? state : { ...state, stop: reason };
