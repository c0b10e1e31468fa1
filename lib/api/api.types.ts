import type { Operation } from '../provider/operation.js';
import type { PayamSmsError } from '../errors/payamsms.error.js';
import type { PayamSmsUnexpectedAnswerError } from '../errors/unexpected-answer.error.js';

/** A token as the login gives it (guide 3.1). */
export interface IssuedToken {
  value: string;
  /** Seconds left of its life; absent when the service did not say. */
  expiresInSeconds?: number;
}

/** How the login's fields travel this time. */
export type LoginForm = 'json' | 'form' | 'query';

/** One message as a send takes it: numbers with country code, the date as text (guide 5). */
export interface WireMessage {
  sender: string;
  recipient: string;
  body: string;
  customerId: string;
  sendDate?: string;
}

/** One entry of a send's answer: accepted with a `serverId`, else refused with a code. */
export type SendEntry = { customerId?: string; mobile?: string } & (
  | { serverId: string; duplicates?: string[] }
  | { serverId?: undefined; code: string; description: string }
);

/** A send's whole answer: an entry a message, or one refusal for all of them (guide 5). */
export type SendAnswer = { operation: Operation; status: number } & (
  | {
      entries: SendEntry[];
      /** How many more entries there are that neither accept nor refuse. */
      unreadable?: number;
    }
  | { code: string; description: string }
);

/** One entry of a status answer (guide 6.1). */
export interface StatusRow {
  customerId?: string;
  serverId?: string;
  providerStatus: string;
  parts: { total: number; delivered: number; undelivered: number; unknown: number };
}

/** A status answer: its rows, and those that cannot be read. */
export interface StatusAnswer {
  rows: StatusRow[];
  unreadable: UnreadableStatus[];
}

/** A row of a status answer that cannot be read, with the ids in it that can. */
export interface UnreadableStatus {
  customerId?: string;
  serverId?: string;
  error: PayamSmsError;
}

/** A text received on one of the account's numbers (guide 6.2). */
export interface InboundSms {
  /** Decimal digits; ids grow, but one may become visible after a higher one. */
  id: string;
  /** The sender, with country code where it is a number. */
  from: string;
  /** The account's number that was written to. */
  to: string;
  body: string;
  receivedAt: Date;
  /** The account's name, of a text that came as an event; absent for the one without a name. */
  account?: string;
}

/** A row of the inbox that cannot be read. */
export interface UnreadableSms {
  /**
   * What is known of it: `id` is made up where the row has none that is a number above 0, `receivedAt` is
   * when it was read where its date is none.
   */
  sms: InboundSms;
  /** What is wrong, where; never what the row holds. */
  problem: string;
  isJalali: boolean;
}

/** An answer of the inbox. */
export interface InboxAnswer {
  /** In the order of their ids. */
  texts: InboundSms[];
  unreadable: UnreadableSms[];
}

/** A message that waits for its time (guide 7.1). */
export interface ScheduledSms {
  serverId: string;
  customerId?: string;
  recipient: string;
  body: string;
  sendDate: Date;
  /** Rials. */
  price: number;
  parts: number;
}

export interface ScheduledPage {
  items: ScheduledSms[];
  /** The first page is 0. */
  page: number;
  totalPages: number;
  totalItems: number;
}

/** A message of the scheduled list whose row cannot be read. */
export interface UnreadableScheduled {
  serverId?: string;
  customerId?: string;
  error: PayamSmsUnexpectedAnswerError;
  isJalali: boolean;
}

/** An answer of the scheduled list. */
export interface ScheduledAnswer extends ScheduledPage {
  unreadable: UnreadableScheduled[];
}

/** What to list: at least one of these (guide 7.1). Together they narrow the list. */
export type ScheduledFilter = {
  serverId?: string;
  customerId?: string;
  from?: Date;
  to?: Date;
} & ({ serverId: string } | { customerId: string } | { from: Date } | { to: Date });

/** The answer to a cancellation (guide 7.2). */
export interface Cancellation {
  serverId: string;
  recipient: string;
  /** False when it could not be cancelled any more. */
  cancelled: boolean;
}
