import type { PayamSmsError } from '../errors/payamsms.error.js';
import type { UnsentReason } from '../errors/unsent.error.js';

/** A text to send (guide 5). */
export interface SmsMessage {
  /** An Iranian mobile or landline in any form `normalizeMsisdn` takes. */
  recipient: string;
  /** Sent to the letter; at most 32 parts, see `countParts`. */
  body: string;
  /** The account's line that sends; default: the module's `sender`. */
  sender?: string;
  /**
   * Your own id, new to the account: the service does not refuse a repeated one. 1 to 255
   * characters without blanks and commas. Made for you when absent.
   */
  customerId?: string;
  /**
   * When to send it; at once when absent, when it lies less than 30 s ahead, and up to 10 minutes back.
   * Further back it is refused. Parts of a second are dropped.
   */
  sendDate?: Date;
}

interface OutcomeBase {
  /** The message's place in the input, from 0. */
  index: number;
  customerId: string;
  /** With country code; as it was given where it could not be a number. */
  recipient: string;
  body: string;
  /** With country code; empty where no sender was given. */
  sender: string;
}

/** The service took the message and will send it. */
export interface AcceptedSms extends OutcomeBase {
  status: 'accepted';
  /** The service's id; the delivery state can be asked for by it. */
  serverId: string;
  /** Its send went wrong; that it was accepted was found by asking. */
  settled?: true;
  /** The serverIds of further copies: it was accepted more than once. */
  duplicates?: string[];
}

/** The message was refused, by the service or before the wire (`local`): change it first. */
export interface RejectedSms extends OutcomeBase {
  status: 'rejected';
  /** A provider's code (see `PROVIDER_CODES`) or a `LocalCode`. */
  code: string;
  description: string;
  local: boolean;
}

/** Certainly not sent: sending it again cannot double it. */
export interface UnsentSms extends OutcomeBase {
  status: 'unsent';
  reason: UnsentReason;
  cause?: PayamSmsError;
}

/** It may have been accepted or not: ask for the state of its customerId before sending it again. */
export interface UnknownSms extends OutcomeBase {
  status: 'unknown';
  cause: PayamSmsError;
}

/** What became of one message. */
export type SendOutcome = AcceptedSms | RejectedSms | UnsentSms | UnknownSms;

/** How many messages ended in which way so far. */
export interface SendCounts {
  accepted: number;
  rejected: number;
  unsent: number;
  unknown: number;
}

/** What became of many messages, each list in input order. */
export interface SendReport {
  accepted: AcceptedSms[];
  rejected: RejectedSms[];
  unsent: UnsentSms[];
  unknown: UnknownSms[];
  /** Why sending ended before the input did. */
  stopped?: UnsentReason;
}

/**
 * What is promised of a message whose send went wrong and whose outcome is not known:
 *
 * - `once`: it is sent again only when two lookups, `settleMs` apart, have not found it, so that it is
 *   not texted twice as long as the service shows an accepted message before the second lookup;
 * - `at-least-once`: it is sent again as soon as one lookup, made at once, has not found it. It may be
 *   texted twice: for one-time codes, where a second copy harms nobody and waiting does.
 */
export type SendGuarantee = 'once' | 'at-least-once';

export interface SendOptions {
  /** Aborting it sends no more; what is under way still gets its outcome. */
  signal?: AbortSignal;
  /** Default: `once`. */
  guarantee?: SendGuarantee;
  /**
   * The messages may have been sent by an earlier run that was cut off: each must carry its own
   * customerId, is asked for first, and only sent when the service does not have it.
   */
  resume?: boolean;
  /** Called whenever messages have ended, with the sums so far. */
  onProgress?: (counts: SendCounts) => void;
}

export interface SendOneOptions {
  /** Aborting it sends no more; what is under way still gets its outcome. */
  signal?: AbortSignal;
  /** Default: `once`. */
  guarantee?: SendGuarantee;
  /**
   * The message may have been sent by an earlier call: it must carry its own customerId, is asked for
   * first, and only sent when the service does not have it.
   */
  resume?: boolean;
  /**
   * Milliseconds from the call, waits for a place, a login or a limiter included, until it must have
   * its outcome; used to its end before that is unknown. Default: the module's `sendDeadlineMs`.
   */
  deadlineMs?: number;
}

/** What to answer to; an `InboundSms` is one. */
export interface Conversation {
  from: string;
  to: string;
}
