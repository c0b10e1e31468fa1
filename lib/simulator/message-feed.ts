import { inspect } from 'node:util';
import { toMatcher, type MessageQuery } from './message-query.js';
import type { SimulatedMessage } from './state/message.js';

/** How many of the newest messages a failed wait lists. */
const LISTED = 10;

type Listener = (message: SimulatedMessage) => void;

/** Tells of each accepted message, to whoever listens and whoever waits for one. */
export class MessageFeed {
  readonly #listeners = new Set<Listener>();
  readonly #abortWaits = new Set<(why: string) => void>();

  publish(message: SimulatedMessage): void {
    for (const listener of this.#listeners) listener(message);
  }

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** `messages` is what is there already; when several match, the newest is meant. */
  waitFor(
    query: MessageQuery,
    timeoutMs: number,
    messages: readonly SimulatedMessage[],
  ): Promise<SimulatedMessage> {
    const matches = toMatcher(query);
    const present = messages.findLast(matches);
    if (present) return Promise.resolve(present);

    return new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(timer);
        unsubscribe();
        this.#abortWaits.delete(abort);
      };
      const unsubscribe = this.subscribe((message) => {
        if (!matches(message)) return;
        end();
        resolve(message);
      });
      const abort = (why: string) => {
        end();
        reject(new Error(`No message matched ${inspect(query)} ${why}. ${arrived(messages)}`));
      };
      const timer = setTimeout(abort, timeoutMs, `within ${timeoutMs} ms`);
      this.#abortWaits.add(abort);
    });
  }

  /** Rejects every wait. */
  abortWaits(why: string): void {
    for (const abort of this.#abortWaits) abort(why);
  }
}

function arrived(messages: readonly SimulatedMessage[]): string {
  if (messages.length === 0) return 'Nothing arrived.';
  const lines = messages
    .slice(-LISTED)
    .map(({ recipient, sender, customerId, body }) =>
      inspect({ recipient, sender, customerId, body }, { maxStringLength: 80, breakLength: 200 }),
    );
  return `${messages.length} arrived, the newest last:\n${lines.join('\n')}`;
}
