import type { SendAnswer, WireMessage } from '../../api/api.types.js';
import type { PayamSmsApi } from '../../api/payamsms.api.js';
import type { CallOptions } from '../../http/authorized-client.js';

/** Sends messages through the cheapest endpoint that can carry them together. */
export function submit(
  api: PayamSmsApi,
  messages: readonly WireMessage[],
  call?: CallOptions,
): Promise<SendAnswer> {
  const [first] = messages;
  const share = (key: 'sender' | 'body' | 'sendDate') =>
    messages.every((message) => message[key] === first?.[key]);

  if (first === undefined || !share('sender')) return api.send(messages, call);
  if (!share('body') || !share('sendDate')) {
    return api.sendMultipleWithSrc(first.sender, messages, call);
  }
  return api.sendMultipleWithSrcBody(first, messages, call);
}
