import type { AcceptedMessage } from './state/message.js';

type Listener = (message: AcceptedMessage) => void;

/** Why a wait ended without a message. */
export type WaitEnd = 'timeout' | 'reset' | 'close' | 'left';

/** Tells of each accepted message, to whoever listens and whoever waits for one. */
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

  /** The next message that fits. The signal is of whoever waits: it goes away, and the wait ends with `left`. */
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
        signal?.removeEventListener('abort', left);
        resolve(how);
      };
      const left = () => end('left');
      const timer = setTimeout(end, timeoutMs, 'timeout');
      const unsubscribe = this.subscribe((message) => {
        if (fits(message)) end(message);
      });
      this.#endWaits.add(end);
      if (signal?.aborted) left();
      else signal?.addEventListener('abort', left);
    });
  }

  endWaits(why: WaitEnd): void {
    for (const end of this.#endWaits) end(why);
  }
}
