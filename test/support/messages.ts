import type { SmsMessage } from '../../lib/sms/sms.types.js';
import { PreparedSms } from '../../lib/sms/prepare.js';
import { SENDER } from './settings.js';

/** A number of its own for each index. */
export const numberOf = (index: number): string => `98912${String(index).padStart(7, '0')}`;

export function aMessage(changes: Partial<SmsMessage> = {}): SmsMessage {
  return { recipient: '09121234567', body: 'hello', ...changes };
}

export function prepared(index: number, changes: Partial<PreparedSms> = {}): PreparedSms {
  const sms = new PreparedSms(index, SENDER, numberOf(index), 'hello', `c${index}`, undefined);
  return Object.assign(sms, changes);
}
