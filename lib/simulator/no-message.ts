import { inspect } from 'node:util';
import type { WaitEnd } from './message-feed.js';
import type { MessageQuery } from './message-query.js';
import type { SimulatedMessage } from './state/message.js';

/** How many of the newest messages are listed. */
const MAX_LISTED = 10;

/** The error of a wait that found no message: the reason, and the messages that did arrive. */
export function noMessage(
  query: MessageQuery,
  why: WaitEnd,
  timeoutMs: number,
  messages: readonly SimulatedMessage[],
): Error {
  const when = why === 'timeout' ? `within ${timeoutMs} ms` : `before ${why}()`;
  return new Error(`No message matched ${inspect(query)} ${when}. ${arrived(messages)}`);
}

export function arrived(messages: readonly SimulatedMessage[]): string {
  if (messages.length === 0) return 'Nothing arrived.';
  const lines = messages
    .slice(-MAX_LISTED)
    .map(({ recipient, sender, customerId, body }) =>
      inspect({ recipient, sender, customerId, body }, { maxStringLength: 80, breakLength: 200 }),
    );
  return `${messages.length} arrived, the newest last:\n${lines.join('\n')}`;
}
