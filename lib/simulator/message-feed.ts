import type { AcceptedMessage } from './state/message.js';

type Listener = (message: AcceptedMessage) => void;

/** Why a wait ended without a message. */
export type WaitEnd = 'timeout' | 'reset' | 'close' | 'disconnected';

/** Passes each accepted message to the listeners, and to the calls that wait for one. */
export class MessageFeed {
  readonly #listeners = new Set<Listener>();
  readonly #endWaits = new Set<(why: WaitEnd) => void>();

  get waitingCount(): number {
    return this.#endWaits.size;
  }

  publish(message: AcceptedMessage): void {
    for (const listener of this.#listeners) listener(message);
  }

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** The next message that fits. An abort of the signal ends the wait with `disconnected`. */
  next(
    fits: (message: AcceptedMessage) => boolean,
    timeoutMs: number,
    signal?: AbortSignal,
  ): Promise<AcceptedMessage | WaitEnd> {
    return new Promise((resolve) => {
      const end = (how: AcceptedMessage | WaitEnd) => {
        clearTimeout(timer);
        unsubscribe();
        this.#endWaits.delete(end);
        signal?.removeEventListener('abort', abort);
        resolve(how);
      };
      const abort = () => end('disconnected');
      const timer = setTimeout(end, timeoutMs, 'timeout');
      const unsubscribe = this.subscribe((message) => {
        if (fits(message)) end(message);
      });
      this.#endWaits.add(end);
      if (signal?.aborted) abort();
      else signal?.addEventListener('abort', abort);
    });
  }

  endWaits(why: WaitEnd): void {
    for (const end of this.#endWaits) end(why);
  }
}
