import type { InboundSms } from '../api/api.types.js';
import type { Lease } from './lease.js';

/** What the inbox remembers of each of the account's numbers, and its dead letters. */
export interface InboxStore {
  /** `undefined` for a number that was never started. A few values, however much was handled. */
  position(number: string): Promise<InboxPosition | undefined>;
  /**
   * Which of some texts are still to be handled: their ids are above the cursor, were not handled and
   * are no dead letters. An id that is no Long (of a row that cannot be read) has no place before or
   * after the cursor: it counts as handled once its dead letter was added, removed since or not.
   *
   * @param ids as many as one answer of the service holds
   * @returns them in the order given
   */
  unhandled(number: string, ids: readonly string[]): Promise<string[]>;
  /**
   * The kept texts that are still to be handled, in the order of their ids, at most `limit`.
   *
   * @param after only those with greater ids; `undefined` for the first page
   */
  kept(number: string, after: string | undefined, limit: number): Promise<InboundSms[]>;

  /**
   * A destructive read is about to be made: from here until {@link keepAnswer} its texts may be
   * marked read and lost. Survives a loss of power where the store {@link Survives} that.
   */
  intend(lease: Lease, number: string, at: Date): Promise<void>;
  /** Its answer, before any of it is handled. Clears the intent. Survives as much as {@link intend}. */
  keepAnswer(lease: Lease, number: string, texts: readonly InboundSms[]): Promise<void>;
  /** Starts after an id (`'0'`: from the very first text). Clears an intent. */
  startAfter(lease: Lease, number: string, id: string): Promise<void>;
  /** Texts are handled: all of them, in one step. A kept one is kept no more. */
  handled(lease: Lease, number: string, ids: readonly string[]): Promise<void>;
  /**
   * Moves the cursor: nothing up to it is asked for again, and what was handled up to it is
   * forgotten, except for kept texts, which stay. Does nothing before the start, and never goes back.
   */
  advance(lease: Lease, number: string, cursor: string): Promise<void>;
  /** How often a text has failed: a restart goes on counting. One text a number; `attempts` 0 forgets it. */
  attempted(lease: Lease, number: string, id: string, attempts: number): Promise<void>;
  /** A text that failed too often, or cannot be read: kept, and handled, in one step. Its id may be any text. */
  addDeadLetter(lease: Lease, number: string, letter: DeadLetter): Promise<void>;

  /** The account's dead letters, oldest first. */
  deadLetters(): Promise<DeadLetter[]>;
  deadLetter(id: string): Promise<DeadLetter | undefined>;
  /** Those of a number that may not have been announced yet, oldest first, at most `limit`. */
  unannounced(number: string, limit: number): Promise<DeadLetter[]>;
  /** Remembers that it was announced. */
  announced(id: string): Promise<void>;
  /** It was tried again and failed: how often by now, with what error. */
  failedAgain(id: string, error: string, attempts: number): Promise<void>;
  /** @returns whether it was there */
  removeDeadLetter(id: string): Promise<boolean>;
}

export interface InboxPosition {
  /** Every text up to this id is handled, or kept, and asked for no more; `undefined` before the start. */
  cursor?: string;
  /** When a destructive read was begun whose answer was never kept. */
  intendedAt?: Date;
  /** The text that failed last and is not handled, and how often. */
  attempts?: { id: string; count: number };
}

/** A text that its listeners failed to handle too often, or that cannot be read. */
export interface DeadLetter {
  sms: InboundSms;
  /** As in `InboundFailure`: never repeats the text. */
  error: string;
  /** 0 for one that cannot be read. */
  attempts: number;
  at: Date;
}
