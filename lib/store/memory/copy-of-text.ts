import type { InboundSms } from '../../api/api.types.js';

/** What is kept changes with nobody's object, and nobody's object with it. */
export const copyOfText = (sms: InboundSms): InboundSms => ({
  ...sms,
  receivedAt: new Date(sms.receivedAt),
});
