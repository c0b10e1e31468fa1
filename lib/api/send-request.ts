import type { WireMessage } from './api.types.js';
import { toSendBody, toSendWithSrcBody, toSendWithSrcBodyBody } from './send-body.js';

export type SendOperation = 'send' | 'sendMultipleWithSrc' | 'sendMultipleWithSrcBody';

/** The cheapest endpoint that can carry the messages together. */
export function cheapestOperation(messages: readonly WireMessage[]): SendOperation {
  const [first] = messages;
  const share = (key: 'sender' | 'body' | 'sendDate') =>
    messages.every((message) => message[key] === first?.[key]);

  if (first === undefined || !share('sender')) return 'send';
  return share('body') && share('sendDate') ? 'sendMultipleWithSrcBody' : 'sendMultipleWithSrc';
}

/** The body of a request with the messages; they must share what the operation states once. */
export function sendRequestBody(
  operation: SendOperation,
  messages: readonly WireMessage[],
): string {
  const [first] = messages;
  if (first === undefined || operation === 'send') return toSendBody(messages);
  return operation === 'sendMultipleWithSrc'
    ? toSendWithSrcBody(first.sender, messages)
    : toSendWithSrcBodyBody(first, messages);
}
