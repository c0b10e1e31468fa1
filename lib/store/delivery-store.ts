import type { IdKind } from '../api/status-calls.js';
import type { Lease } from './lease.js';

/** The messages that are followed until their state is final. There may be ten million. */
export interface DeliveryStore {
  /** Follows messages; one that is followed already stays as it is. Any process may. */
  follow(messages: readonly NewFollowed[]): Promise<void>;
  /**
   * A page of those that are due, the earliest first; those due at one instant in some order of their
   * ids, always the same.
   *
   * @param after only those behind this place: what was read before is not read again
   */
  due(by: IdKind, now: Date, limit: number, after?: DuePlace): Promise<Followed[]>;
  /** In one step: what has changed of some, and which are followed no more. Unknown ids are passed over. */
  record(
    lease: Lease,
    changed: readonly FollowedChange[],
    done: readonly FollowedKey[],
  ): Promise<void>;
  /**
   * The latest time that any process ever gave, this one included: messages fall due by that, though
   * the system's clock be set back between two starts.
   */
  latestTime(now: Date): Promise<Date>;
}

export interface FollowedKey {
  by: IdKind;
  id: string;
}

/** A place in the order of {@link DeliveryStore.due}. */
export interface DuePlace {
  dueAt: Date;
  id: string;
}

export interface NewFollowed extends FollowedKey {
  /** The message's other id, where it is known. */
  customerId?: string;
  /** When the ladder begins: its sending, or the time it is scheduled for. */
  startAt: Date;
  dueAt: Date;
}

/** What changes of a followed message. */
export interface FollowedChange extends FollowedKey {
  dueAt: Date;
  /** How many rungs of the ladder are behind it. */
  rung: number;
  /** The service's word that was emitted last; `undefined` before the first. */
  announced?: string;
  /** How often in a row its listeners, or the service, failed. */
  failures: number;
}

export interface Followed extends NewFollowed, FollowedChange {}
