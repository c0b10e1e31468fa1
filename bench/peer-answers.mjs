// What the services of the other clients say, made once: the shapes are those of their documentation.
import { messageAt } from './messages.mjs';

/** Most messages that Kavenegar takes in a call; with more it answers with its status 414. */
export const KAVENEGAR_LIMIT = 200;

const { recipient, body } = messageAt(0);

const asBytes = (value) => Buffer.from(JSON.stringify(value));

export const TWILIO_ANSWER = asBytes({
  body,
  num_segments: '1',
  direction: 'outbound-api',
  from: '+982000',
  date_updated: 'Thu, 24 Aug 2023 05:01:45 +0000',
  price: null,
  error_message: null,
  uri: '/2010-04-01/Accounts/AC00000000000000000000000000000000/Messages/SM00000000000000000000000000000000.json',
  account_sid: 'AC00000000000000000000000000000000',
  num_media: '0',
  to: `+${recipient}`,
  date_created: 'Thu, 24 Aug 2023 05:01:45 +0000',
  status: 'queued',
  sid: 'SM00000000000000000000000000000000',
  date_sent: null,
  messaging_service_sid: null,
  error_code: null,
  price_unit: 'USD',
  api_version: '2010-04-01',
  subresource_uris: {
    media:
      '/2010-04-01/Accounts/AC00000000000000000000000000000000/Messages/SM00000000000000000000000000000000/Media.json',
  },
});

export const KAVENEGAR_ANSWER = asBytes({
  return: { status: 200, message: 'تایید شد' },
  entries: Array.from({ length: KAVENEGAR_LIMIT }, (_, i) => ({
    messageid: 8792343 + i,
    message: messageAt(i).body,
    status: 1,
    statustext: 'در صف ارسال',
    sender: '982000',
    receptor: messageAt(i).recipient,
    date: 1356619709,
    cost: 120,
  })),
});
