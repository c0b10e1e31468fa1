// Options of what runs by itself.

/**
 * Where reading begins on a number that was never read: with the `unread` texts (which the service
 * marks read as it gives them), with `all` that it has kept, after an id, or with what came since
 * an instant. Later starts go on where the last one ended.
 */
export type InboxStart = 'unread' | 'now' | 'all' | { afterId: string } | { since: Date };

/**
 * Polling for received texts (guide 6.2); on when `numbers` is set. Needs a listener of
 * `payamsms.inbound`. Of several processes with one store each number is polled by one.
 */
export interface InboxPollingOptions {
  /** The account's numbers to poll. As a variable, commas between them. */
  numbers?: readonly string[];
  /** When to poll: five fields as in crontab, or six with seconds in front. */
  cron?: string;
  /** As a variable `unread`, `now`, `all`, an id, or an ISO date (in UTC, or with its offset). */
  startFrom?: InboxStart;
  /** How often the listeners are called with a text that fails before it may be set aside. */
  maxAttempts?: number;
  /** Milliseconds for which a lower id may become visible after a higher one. */
  overlapMs?: number;
  /** Milliseconds for all listeners of a text; one that hangs counts as failed then. */
  handlerTimeoutMs?: number;
}

/** Milliseconds, or a text such as `'10s'`, `'5m'`, `'48h'`, `'2d'`. */
export type Wait = number | `${number}${'ms' | 's' | 'm' | 'h' | 'd'}`;

/** How accepted messages are followed until their delivery is final. */
export interface DeliveryTrackingOptions {
  /**
   * The waits before each ask for a message's state, from its sending (or its `sendDate`) on. One
   * that is not final after the last is emitted as `other`, `final: true`, and followed no more.
   */
  ladder?: readonly Wait[];
  /** When to ask for the states that are due: a cron pattern of 5 or, with seconds, 6 fields. */
  cron?: string;
}

/** Watches the credit. */
export interface BalanceWatchOptions {
  /** Rials; credit below it is emitted once, and again only after it was above. */
  lowThreshold: number;
  /** When to look: a cron pattern of 5 or, with seconds, 6 fields. */
  cron?: string;
}
