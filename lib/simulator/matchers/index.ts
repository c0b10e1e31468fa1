import { inspect } from 'node:util';
import { toMatcher, type MessageQuery } from '../message-query.js';
import { arrived } from '../no-message.js';
import type { SimulatedMessage } from '../state/message.js';

/** What the matchers check: a `PayamSmsSimulator`, or any other object with accepted messages. */
export interface WithMessages {
  readonly messages: readonly SimulatedMessage[];
}

/** What a matcher of Jest or Vitest returns. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

const FIELDS: ReadonlySet<string> = new Set<keyof MessageQuery>([
  'recipient',
  'sender',
  'customerId',
  'body',
]);

/**
 * Matchers for Jest and Vitest.
 *
 * @example
 * expect.extend(payamSmsMatchers);
 * expect(sim).toHaveSent({ recipient: '0912 345 6789', body: /code/ });
 * expect(sim).not.toHaveSent({ body: 'password' });
 */
export const payamSmsMatchers = {
  /** A message that fits was accepted; without a query, any message. */
  toHaveSent(simulator: unknown, query: MessageQuery = {}): MatcherResult {
    if (!hasMessages(simulator)) {
      throw new TypeError(`toHaveSent() looks at a PayamSmsSimulator, not ${inspect(simulator)}`);
    }
    const unknown = Object.keys(query).find((name) => !FIELDS.has(name));
    if (unknown !== undefined) {
      // It would be ignored, and a test with `not` would fail, one without it pass, for no reason to be seen.
      throw new TypeError(`toHaveSent() takes ${[...FIELDS].join(', ')}, not '${unknown}'`);
    }
    const { messages } = simulator;
    const sent = messages.filter(toMatcher(query));
    const pass = sent.length > 0;
    const message = () =>
      pass
        ? `Expected no message that matches ${inspect(query)}, but of ${messages.length} these do. ${arrived(sent)}`
        : `Expected a message that matches ${inspect(query)}. ${arrived(messages)}`;
    return { pass, message };
  },
};

function hasMessages(simulator: unknown): simulator is WithMessages {
  if (typeof simulator !== 'object' || simulator === null) return false;
  return 'messages' in simulator && Array.isArray(simulator.messages);
}
