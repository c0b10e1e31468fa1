import type { WireMessage } from '../api/api.types.js';
import type { WireTime } from '../api/wire-time.js';
import { describeCode, type ProviderCode } from '../provider/provider-codes.js';
import type { LocalCode } from '../errors/rejected.error.js';
import {
  describeRecipient,
  describeSender,
  isRecipient,
  toMsisdn,
} from '../msisdn/normalize-msisdn.js';
import { variableOf } from '../settings/variables.js';
import { isCustomerId } from './customer-id.js';
import { isTooLong } from './parts.js';
import type { RejectedSms, SmsMessage } from './sms.types.js';

/**
 * A message that may be sent: numbers normalised, id given, date in the service's words.
 *
 * A class: as object literals, of which many outlived a collection while their answer was awaited,
 * they came to be allocated in the old generation, and a campaign took 2.9 us a message, not 1.8.
 */
export class PreparedSms implements WireMessage {
  readonly status = 'prepared';

  constructor(
    readonly index: number,
    readonly sender: string,
    readonly recipient: string,
    readonly body: string,
    readonly customerId: string,
    /** Dropped when it has come, see {@link dropDatesThatHaveCome}. */
    public sendDate: string | undefined,
  ) {}
}

/** The field had dates refused that lay nearer than this (READING 16): they count as come. */
const SOON_MS = 30_000;

/** A date that lies further back is a mistake; until then a campaign was just slow. */
const LATE_MS = 10 * 60_000;

/** What one run of messages shares. */
export interface Preparation {
  /** The account's name, for the names of its variables. */
  account?: string;
  sender: string | undefined;
  time: WireTime;
  nextCustomerId: () => string;
  /** The caller's ids among which each must be new. */
  used: Set<string>;
  /** Without an id of the caller's own, no lookup could find what an earlier run has sent. */
  needsOwnId: boolean;
}

const LOCAL_DESCRIPTIONS: Record<LocalCode, string> = {
  DUPLICATE_CUSTOMER_ID:
    'another message before this one has the same customerId; give each its own',
  INVALID_CUSTOMER_ID:
    'a customerId has 1 to 255 characters, none of them a blank, a comma or a control character; with resume each message needs its own',
  INVALID_SEND_DATE:
    'sendDate must be a valid Date with a year of four digits, at most 10 minutes ago',
};

/** Readies a message for the wire, or rejects it when it cannot be right. Texts stay as given. */
export function prepare(
  message: SmsMessage,
  index: number,
  preparation: Preparation,
): PreparedSms | RejectedSms {
  const { recipient, body, sender, sendDate } = message ?? {};
  // Rows of a database have null where nothing is.
  const customerId = message?.customerId ?? undefined;
  const to = toMsisdn(recipient);
  const from = sender === undefined || sender === '' ? preparation.sender : toMsisdn(sender);
  const id = customerId ?? preparation.nextCustomerId();
  const isTimed = sendDate !== undefined && sendDate !== null;
  const at = isTimed ? formatDate(sendDate, preparation.time) : undefined;

  const code =
    codeOfMessage(to, from, body) ??
    codeOfId(customerId, preparation) ??
    (isTimed && at === undefined ? 'INVALID_SEND_DATE' : undefined);
  if (code !== undefined) {
    return {
      status: 'rejected',
      index,
      customerId: textOf(id),
      recipient: to ?? textOf(recipient),
      body: textOf(body),
      sender: from ?? textOf(sender),
      code,
      description: descriptionOf(code, recipient, sender, preparation.account),
      local: true,
    };
  }
  if (id === customerId) preparation.used.add(id);
  return new PreparedSms(index, from!, to!, body, id, at);
}

function descriptionOf(
  code: ProviderCode | LocalCode,
  recipient: unknown,
  sender: unknown,
  account: string | undefined,
): string {
  if (code in LOCAL_DESCRIPTIONS) return LOCAL_DESCRIPTIONS[code as LocalCode];
  if (code === 'E43') return describeRecipient(recipient);
  if (code !== 'E223') return describeCode(code)!;
  return sender === undefined || sender === ''
    ? `${describeCode(code)}: the message names none, and the module's option sender (${variableOf('sender', account)}) is not set`
    : describeSender(sender);
}

function codeOfMessage(
  to: string | undefined,
  from: string | undefined,
  body: unknown,
): ProviderCode | undefined {
  if (to === undefined || !isRecipient(to)) return 'E43';
  if (from === undefined) return 'E223';
  if (typeof body !== 'string' || body === '') return 'E766';
  return isTooLong(body) ? 'E211' : undefined;
}

function codeOfId(
  given: string | undefined,
  { used, needsOwnId }: Preparation,
): LocalCode | undefined {
  if (given === undefined) return needsOwnId ? 'INVALID_CUSTOMER_ID' : undefined;
  if (!isCustomerId(given)) return 'INVALID_CUSTOMER_ID';
  return used.has(given) ? 'DUPLICATE_CUSTOMER_ID' : undefined;
}

function formatDate(date: unknown, time: WireTime): string | undefined {
  if (!(date instanceof Date) || date.getTime() < Date.now() - LATE_MS) return undefined;
  return time.format(date);
}

/** A date that has come, or nearly, is sent at once, without a date. */
export function dropDatesThatHaveCome(messages: readonly PreparedSms[], time: WireTime): void {
  // Taken once: messages of one call with the same date must not part at the border of a millisecond.
  let nowMs: number | undefined;
  for (const message of messages) {
    if (message.sendDate === undefined) continue;
    nowMs ??= Date.now();
    const at = time.parse(message.sendDate);
    if (at !== undefined && at.getTime() - nowMs < SOON_MS) message.sendDate = undefined;
  }
}

/** What was given, as far as it can be shown: it may be anything at all. */
function textOf(given: unknown): string {
  if (typeof given === 'string') return given;
  return typeof given === 'number' || typeof given === 'bigint' ? String(given) : '';
}
