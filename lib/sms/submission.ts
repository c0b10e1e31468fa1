import type { SendAnswer, WireMessage } from '../api/api.types.js';
import type { PayamSmsApi } from '../api/payamsms.api.js';

/** Sends messages through the cheapest endpoint that can carry them together. */
export function submit(
  api: PayamSmsApi,
  messages: readonly [WireMessage, ...WireMessage[]],
): Promise<SendAnswer> {
  const [{ sender, body, sendDate }] = messages;
  const share = (key: 'sender' | 'body' | 'sendDate', value: string | undefined) =>
    messages.every((message) => message[key] === value);

  if (!share('sender', sender)) return api.send(messages.map(toMessage));
  if (!share('body', body) || !share('sendDate', sendDate)) {
    return api.sendMultipleWithSrc(sender, messages.map(toItem));
  }
  return api.sendMultipleWithSrcBody({ sender, body, sendDate }, messages.map(toRecipient));
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
