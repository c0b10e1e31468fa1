import type { InboundSms } from '../../../lib/api/api.types.js';

export const sms = (id: number | string, to = '98200'): InboundSms => ({
  id: String(id),
  from: '989120000000',
  to,
  body: `b${id}`,
  receivedAt: new Date(0),
});
