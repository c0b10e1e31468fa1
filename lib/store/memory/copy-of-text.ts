import type { InboundSms } from '../../api/api.types.js';

/** The kept text and the object that it came in, or goes out in, never change each other. */
export const copyOfText = (sms: InboundSms): InboundSms => ({
  ...sms,
  receivedAt: new Date(sms.receivedAt),
});
