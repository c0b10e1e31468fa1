import { jest } from '@jest/globals';
import type { SendAnswer, WireMessage } from '../../lib/api/api.types.js';
import type { PayamSmsApi } from '../../lib/api/payamsms.api.js';
import { WireTime } from '../../lib/api/wire-time.js';
import type { PayamSmsModuleOptions } from '../../lib/payamsms.options.js';
import { SmsService } from '../../lib/sms/sms.service.js';
import type { SmsMessage } from '../../lib/sms/sms.types.js';
import { aMessage, numberOf } from './messages.js';
import { someSettings } from './settings.js';

export type Items = readonly Pick<WireMessage, 'recipient' | 'customerId'>[];

export const acceptAll = (items: Items): SendAnswer => ({
  entries: items.map(({ customerId, recipient }) => ({ customerId, serverId: `s${recipient}` })),
});

/** A service with one endpoint for all, that answers each batch with a function. */
export function setUpSms(
  answer: (items: Items) => SendAnswer | Promise<SendAnswer> = acceptAll,
  options: Partial<PayamSmsModuleOptions> = {},
) {
  const batches: Items[] = [];
  const take = async (items: Items): Promise<SendAnswer> => {
    batches.push(items);
    return answer(items);
  };
  const api = {
    time: new WireTime('Asia/Tehran'),
    send: jest.fn(take),
    sendMultipleWithSrc: jest.fn((_: string, items: Items) => take(items)),
    sendMultipleWithSrcBody: jest.fn((_: object, items: Items) => take(items)),
  };
  const sms = new SmsService(api as unknown as PayamSmsApi, someSettings(options));
  return { sms, api, batches };
}

export const someMessages = (count: number): SmsMessage[] =>
  Array.from({ length: count }, (_, i) => aMessage({ recipient: numberOf(i) }));
