import type { InboundSms } from '../api/api.types.js';
import type { Lease } from './lease.js';

/** What the inbox remembers of each of the account's numbers, and the texts set aside. */
export interface InboxStore {
  /** `undefined` for a number that was never started. */
  position(number: string): Promise<InboxPosition | undefined>;
  /**
   * A destructive read is about to be made: from here until {@link keepAnswer} its texts may be
   * marked read and known to nobody. Survives a loss of power.
   */
  intend(lease: Lease, number: string, at: Date): Promise<void>;
  /** Its answer, before any of it is handled. Takes the intent back. Survives a loss of power. */
  keepAnswer(lease: Lease, number: string, texts: readonly InboundSms[]): Promise<void>;
  /** Starts after an id (`'0'`: from the very first text). Takes an intent back. */
  startAfter(lease: Lease, number: string, id: string): Promise<void>;
  /** A text is done with: it is remembered, and waits no more. */
  handled(lease: Lease, number: string, id: string, at: Date): Promise<void>;
  /**
   * Forgets what was handled up to an id, except that nothing up to it is asked for again. Does
   * nothing before the start, and never goes back.
   */
  trail(lease: Lease, number: string, upTo: string): Promise<void>;
  /** How often the text in hand has failed; with it a restart goes on counting. */
  attempted(lease: Lease, number: string, id: string, attempts: number): Promise<void>;
  /**
   * A text that failed too often, or cannot be read: kept, and done with, in one step. Its id may be
   * no Long, but any text: no cursor moves past such a one, see {@link wasSetAside}.
   */
  setAside(lease: Lease, number: string, failure: FailedText): Promise<void>;
  /** Whether a text whose id is no Long was ever set aside, forgotten since or not. */
  wasSetAside(id: string): Promise<boolean>;

  /** The texts set aside, oldest first. */
  failed(): Promise<FailedText[]>;
  /** Those of them that may not have been announced yet, oldest first. */
  unannounced(): Promise<FailedText[]>;
  /** It has been announced. */
  announced(id: string): Promise<void>;
  /** How often it failed by now, with what error. */
  failedAgain(id: string, error: string, attempts: number): Promise<void>;
  /** @returns whether it was there */
  forget(id: string): Promise<boolean>;
}

export interface InboxPosition {
  /** Every text up to this id is done with and asked for no more; `undefined` before the start. */
  askAfter?: string;
  /** Greater ids that are done with, by when that was. */
  handled: ReadonlyMap<string, Date>;
  /** When a destructive read was begun whose answer was never kept. */
  intendedAt?: Date;
  /** Texts of destructive reads that wait to be handled, in the order of their ids. */
  waiting: readonly InboundSms[];
  /** The text that failed last, and how often. */
  attempts?: { id: string; count: number };
}

/** A text that its listeners refused too often, or that cannot be read. */
export interface FailedText {
  sms: InboundSms;
  /** As in `InboundFailure`: may repeat nothing of the text. */
  error: string;
  /** 0 for one that cannot be read. */
  attempts: number;
  at: Date;
}
