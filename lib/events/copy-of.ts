import type { InboundSms } from '../api/api.types.js';

/** A text to hand to listeners: what they do to it must not change what is tried again or kept. */
export const copyOf = (sms: InboundSms): InboundSms => ({
  ...sms,
  receivedAt: new Date(sms.receivedAt),
});
