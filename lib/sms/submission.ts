import type { SendAnswer, WireMessage } from '../api/api.types.js';
import type { PayamSmsApi } from '../api/payamsms.api.js';
import type { CallOptions } from '../http/authorized-client.js';

/** Sends messages through the cheapest endpoint that can carry them together. */
export function submit(
  api: PayamSmsApi,
  messages: readonly WireMessage[],
  call?: CallOptions,
): Promise<SendAnswer> {
  const [first] = messages;
  const share = (key: 'sender' | 'body' | 'sendDate') =>
    messages.every((message) => message[key] === first?.[key]);

  if (first === undefined || !share('sender')) return api.send(messages.map(toMessage), call);
  const { sender, body, sendDate } = first;
  if (!share('body') || !share('sendDate')) {
    return api.sendMultipleWithSrc(sender, messages.map(toItem), call);
  }
  return api.sendMultipleWithSrcBody({ sender, body, sendDate }, messages.map(toRecipient), call);
}

const toMessage = ({ sender, recipient, body, customerId, sendDate }: WireMessage) => ({
  sender,
  recipient,
  body,
  customerId,
  sendDate,
});

const toItem = ({ recipient, body, customerId, sendDate }: WireMessage) => ({
  recipient,
  body,
  customerId,
  sendDate,
});

const toRecipient = ({ recipient, customerId }: WireMessage) => ({ recipient, customerId });
