import type { ErrorBody } from './wire/answer.js';
import type { Calendar } from './wire/wall-clock.js';
import type { DeliveryStatus } from './state/delivery.js';

/** How the login's fields may arrive. */
export type LoginFields = 'any' | 'json' | 'form' | 'query';

/** How a status call answers for an id that does not exist, or is not visible yet. */
export type UnknownIdAnswer =
  | { readonly as: 'missing' }
  | { readonly as: 'entry'; readonly code: 'E305' | 'E8' }
  | {
      readonly as: 'error';
      readonly code: 'E305' | 'E8';
      /** HTTP status, 2xx or 4xx. */
      readonly status: number;
      /** `any`: one unknown id makes the whole answer an error (the default). `all`: only when every id is unknown. */
      readonly when?: 'any' | 'all';
    };

/** The answer to a send of which no message was accepted; the HTTP status is 2xx or 4xx. */
export type RefusalAnswer =
  | {
      readonly as: 'list';
      readonly status: number;
      /** An entry for each message (the default), or one for all of them. */
      readonly entries?: 'each' | 'one';
      /** Which of customerId and mobile an entry has; both by default. */
      readonly ids?: 'both' | 'customerId' | 'mobile' | 'none';
      /** Instead of the guide's description, which may change. */
      readonly description?: string;
    }
  | { readonly as: 'object'; readonly status: number; readonly description?: string };

/**
 * The choices that the provider's guide leaves open, each with the row of contract/READING.md that names it.
 * Row 1 (a path is accepted with and without a slash at its end) and row 12 (a status by a repeated customerId answers
 * with every row) are not choices: the simulator always does so. Row 21 is `receive({ visibleAfterMs })`, row 22 the
 * faults `omit`, `no-customer-id`, `foreign-customer-id` and `only-server-id`.
 */
export interface Dialect {
  /** Row 2: which form of login is accepted. */
  readonly loginFields: LoginFields;
  /** Row 2: the HTTP status for a login in another form, 300 to 599. */
  readonly loginRefusal: number;
  /** Row 3: `expires_in` of a login that returns the same token again: the whole seconds left, rounded down, or the original lifetime. */
  readonly repeatedLogin: 'remaining' | 'original';
  /** Row 4. */
  readonly expiresIn: 'present' | 'absent';
  /** Row 4: how long tokens issued from now on are valid; the provider may change it at any time. */
  readonly tokenLifetimeMs: number;
  /** Row 5: a JSON number, the digits as text/plain, or a JSON string. */
  readonly balance: 'number' | 'text' | 'quoted';
  /** Row 6: the most messages in a send and ids in a status call; 250 in the guide, 249 as seen in the field. */
  readonly batchLimit: number;
  /** Rows 7 and 8: whether a field that the OpenAPI file does not have is answered with 400. */
  readonly unknownFields: 'refused' | 'ignored';
  /**
   * A field that must be text, but is null, a number or a boolean: `lenient` takes null as left out, and the others as
   * their text; `strict` answers 400.
   */
  readonly fieldTypes: 'lenient' | 'strict';
  /** Row 9: `mobile` in the answer to a send. */
  readonly mobile: 'string' | 'number';
  /** Row 9: the order of the answer's entries. */
  readonly sendOrder: 'kept' | 'shuffled';
  /** Row 10: the HTTP status of a send, 200 to 299; 204 and 205 have no body. */
  readonly sendStatus: number;
  /** Row 11: the answer to a send of which no message was accepted. */
  readonly refusal: RefusalAnswer;
  /** Row 13. */
  readonly unknownId: UnknownIdAnswer;
  /** Row 14: other words for the delivery states, or some of them. */
  readonly statusWords: Readonly<Partial<Record<DeliveryStatus, string>>>;
  /** Row 15: an empty inbox is an empty list, or an E7 object with HTTP status 2xx or 4xx. */
  readonly emptyInbox: { readonly as: 'list' } | { readonly as: 'error'; readonly status: number };
  /** Row 16: the zone of every date: an IANA name or an offset such as `+03:30`. */
  readonly timeZone: string;
  /** Row 16: the calendar of the inbox's dates. */
  readonly inboxCalendar: Calendar;
  /** Row 17: the body of an HTTP error. */
  readonly errorBody: ErrorBody;
  /** Row 18: serverIds and inbox ids count up from here. A later change can raise the next id, never lower it. */
  readonly firstId: bigint;
  /** Row 18: `serverId` as a JSON string, or as a JSON number with every digit. */
  readonly serverId: 'string' | 'number';
  /** Row 19: whether a status call finds a message that is scheduled for later. */
  readonly scheduledStatus: 'known' | 'absent';
  /** Row 20: for how long, by the simulator's clock, status calls do not find an accepted message. */
  readonly statusDelayMs: number;
  /** Row 23: the answer to a cancellation: an object, or a list with that object. */
  readonly cancelAnswer: 'object' | 'list';
  /** Row 24: a bad message alone is refused, or the whole call with its code. */
  readonly badMessage: 'itself' | 'whole';
}

/** The plainest reading of the guide. */
export const PLAIN_DIALECT: Dialect = {
  loginFields: 'any',
  loginRefusal: 400,
  repeatedLogin: 'remaining',
  expiresIn: 'present',
  tokenLifetimeMs: 3_600_000,
  balance: 'number',
  batchLimit: 250,
  unknownFields: 'refused',
  fieldTypes: 'lenient',
  mobile: 'string',
  sendOrder: 'kept',
  sendStatus: 200,
  refusal: { as: 'list', status: 200 },
  unknownId: { as: 'missing' },
  statusWords: {},
  emptyInbox: { as: 'list' },
  timeZone: 'Asia/Tehran',
  inboxCalendar: 'gregorian',
  errorBody: 'json',
  firstId: 1_000_000n,
  serverId: 'string',
  scheduledStatus: 'known',
  statusDelayMs: 0,
  cancelAnswer: 'object',
  badMessage: 'itself',
};
