import type { PayamSmsError } from '../../errors/payamsms.error.js';
import { PayamSmsTransportError } from '../../errors/transport.error.js';
import type { PreparedSms } from '../prepare.js';

/** What looking brought to light, each message in one of the three. */
export interface Findings {
  /** The serverIds of the messages the service has, by customerId; more than one: doubled. */
  found: Map<string, [string, ...string[]]>;
  /** Not there in two looks, `settleMs` apart. */
  absent: PreparedSms[];
  /** Nobody can tell: not yet, or, once the deadline is over, not until then. */
  unsure: PreparedSms[];
}

/** What one look brought. */
export interface Look extends Findings {
  /** Those among the unsure that were answered, but so that nobody can tell. */
  puzzling: Set<PreparedSms>;
  /**
   * Whether another one just before the deadline would be no better: all was answered, or a limiter
   * has asked to wait, which the last look alone may pass.
   */
  isConclusive: boolean;
}

export const newLook = (): Look => ({
  found: new Map(),
  absent: [],
  unsure: [],
  puzzling: new Set(),
  isConclusive: false,
});

/** What is absent must not wait for a message of which no answer can be made out. */
export function isEnough(
  { absent, unsure }: Findings,
  { puzzling }: Look,
  counted: ReadonlySet<PreparedSms>,
): boolean {
  if (counted.size === 0) return false;
  const open = unsure.filter((message) => counted.has(message));
  return absent.length > 0 ? open.every((message) => puzzling.has(message)) : open.length === 0;
}

export function puzzle(look: Look, message: PreparedSms): void {
  look.unsure.push(message);
  look.puzzling.add(message);
}

/** Rows without a serverId prove that the message is there, but not as what. */
export function recordRows(
  look: Look,
  message: PreparedSms,
  rows: readonly { serverId?: string }[],
): void {
  const [first, ...others] = new Set(rows.flatMap(({ serverId }) => serverId ?? []));
  if (first === undefined) puzzle(look, message);
  else look.found.set(message.customerId, [first, ...others]);
}

export const isLimited = (error: PayamSmsError): boolean =>
  error instanceof PayamSmsTransportError && error.retryAfterMs !== undefined;
