import type { ListenerFailure } from '../../lib/events/describe-failure.js';

/** What an emission gives for a listener that failed. */
export const listenerFailure = (error: unknown, listener = 'Orders.changed'): ListenerFailure => ({
  listener,
  error,
});
