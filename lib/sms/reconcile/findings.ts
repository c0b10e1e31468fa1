import type { PayamSmsError } from '../../errors/payamsms.error.js';
import { PayamSmsTransportError } from '../../errors/transport.error.js';
import type { PreparedSms } from '../prepare.js';

/** What lookups have brought, each message in one of the three. */
export interface Findings {
  /** The serverIds of the messages the service has, by customerId; more than one: doubled. */
  found: Map<string, [string, ...string[]]>;
  /** Not there; in two lookups, `settleMs` apart, where so many were made. */
  absent: PreparedSms[];
  /** Not certain: not yet, or, once the deadline is over, not until then. */
  unsure: PreparedSms[];
}

/** What one lookup has brought. */
export interface LookupResult extends Findings {
  /** Those among the unsure that were answered, but in a way that proves nothing. */
  unclear: Set<PreparedSms>;
  /**
   * Whether another lookup just before the deadline would be no better: all was answered, or a
   * limiter has asked to wait, which the last lookup alone need not do.
   */
  isConclusive: boolean;
}

export const newLookupResult = (): LookupResult => ({
  found: new Map(),
  absent: [],
  unsure: [],
  unclear: new Set(),
  isConclusive: false,
});

export function noteUnclear(result: LookupResult, message: PreparedSms): void {
  result.unsure.push(message);
  result.unclear.add(message);
}

/** Rows without a serverId prove that the service has the message, but not which serverId it has. */
export function noteRows(
  result: LookupResult,
  message: PreparedSms,
  rows: readonly { serverId?: string }[],
): void {
  const [first, ...others] = new Set(rows.flatMap(({ serverId }) => serverId ?? []));
  if (first === undefined) noteUnclear(result, message);
  else result.found.set(message.customerId, [first, ...others]);
}

/** @param counted the messages whose absence from this lookup counts; of others it proves nothing */
export function merged(
  { found, absent }: Findings,
  result: Findings,
  counted: ReadonlySet<PreparedSms>,
): Findings {
  return {
    found: new Map([...found, ...result.found]),
    absent: [...absent, ...result.absent.filter((message) => counted.has(message))],
    unsure: [...result.unsure, ...result.absent.filter((message) => !counted.has(message))],
  };
}

/** Messages that are absent must not wait for one whose answers prove nothing. */
export function isEnough(
  { absent, unsure }: Findings,
  { unclear }: LookupResult,
  counted: ReadonlySet<PreparedSms>,
): boolean {
  if (unsure.length === 0) return true;
  if (counted.size === 0) return false;
  const open = unsure.filter((message) => counted.has(message));
  return absent.length > 0 ? open.every((message) => unclear.has(message)) : open.length === 0;
}

export const isLimited = (error: PayamSmsError): boolean =>
  error instanceof PayamSmsTransportError && error.retryAfterMs !== undefined;
