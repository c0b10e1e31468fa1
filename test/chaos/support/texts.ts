import type { PayamSmsModuleOptions } from '../../../lib/payamsms.options.js';
import type { SmsMessage } from '../../../lib/sms/sms.types.js';

/** What a sender in a process of its own is to do. */
export interface SenderOrders {
  messages: number;
  nowMs: number;
  options: PayamSmsModuleOptions;
}

/** A message of the campaign, and whether the service may ever have it. */
export interface Written {
  message: SmsMessage;
  /** Rejected before the wire. */
  isBad: boolean;
  /** Refused by the service, with E132. */
  isSensitive: boolean;
}

export const SENSITIVE = 'casino';

/** How many messages in a row are of one kind: more than a batch, so that each endpoint is used. */
const BLOCK = 130;

const DAY_MS = 86_400_000;

/**
 * The nth message of a campaign. No two share recipient and text, so that a double is seen even
 * where it came under another customerId.
 *
 * @param owned whether each carries its own customerId; else every second one does
 */
export function write(n: number, { nowMs, owned }: { nowMs: number; owned: boolean }): Written {
  const block = Math.floor(n / BLOCK);
  const isAlike = block % 3 === 0;
  const isMixed = block % 3 === 1;
  const isScheduled = block % 4 === 3;
  const isBad = n % 97 === 13;
  const isSensitive = !isAlike && n % 61 === 7;
  // Two neighbours share a number where their texts differ, so that numbers alone tell nothing.
  const number = isAlike || n % 10 > 3 ? n : n - (n % 2);
  const message: SmsMessage = {
    recipient: isBad ? `12${n}` : `98912${String(number).padStart(7, '0')}`,
    body: isAlike ? `متن یکسان ${block}` : `سلام، کد شما ${n} است`,
  };
  if (isSensitive) message.body += ` ${SENSITIVE}`;
  if (isMixed) message.sender = n % 2 ? '982000' : '983000';
  if (isScheduled) {
    // Whole blocks share their time, mixed ones differ.
    const days = isMixed ? 1 + (n % 3) : 1;
    message.sendDate = new Date(nowMs + days * DAY_MS);
  }
  if (owned || n % 2 === 0) message.customerId = idOf(n);
  return { message, isBad, isSensitive };
}

/** Ids as people write them: short ones, and now and then Persian or very long ones. */
function idOf(n: number): string {
  if (n % 50 === 2) return `سفارش-${n}`;
  return n % 400 === 8 ? `order-${n}-`.padEnd(255, 'x') : `order-${n}`;
}
