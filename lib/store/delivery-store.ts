import type { IdKind } from '../api/status-calls.js';
import type { Lease } from './lease.js';

/** The messages that are followed until their state is final. There may be ten million. */
export interface DeliveryStore {
  /** Follows messages; one that is followed already stays as it is. Any process may. */
  follow(messages: readonly NewFollowed[]): Promise<void>;
  /** Those whose time has come, the longest due first. */
  due(by: IdKind, now: Date, limit: number): Promise<Followed[]>;
  /** In one step: what has changed of some, and who is followed no more. */
  record(lease: Lease, changed: readonly Followed[], done: readonly FollowedKey[]): Promise<void>;
  /**
   * Remembers the latest time that any process knew, and gives it: messages fall due by that, though
   * the system's clock be set back between two starts.
   */
  latest(now: Date): Promise<Date>;
  /** When the next one is due; `undefined` when none is followed. */
  nextDue(): Promise<Date | undefined>;
  count(): Promise<number>;
}

export interface FollowedKey {
  by: IdKind;
  id: string;
}

export interface NewFollowed extends FollowedKey {
  /** The message's other id, where it is known. */
  customerId?: string;
  /** When the ladder begins: its sending, or the time it is scheduled for. */
  startAt: Date;
  dueAt: Date;
}

export interface Followed extends NewFollowed {
  /** How many rungs of the ladder are behind it. */
  rung: number;
  /** The service's word that was announced last; `undefined` before the first. */
  announced?: string;
  /** How often in a row its listeners failed. */
  failures: number;
}
