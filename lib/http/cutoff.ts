import type { GenericAbortSignal } from 'axios';

/**
 * Ends what waits or is under way. Axios takes it as a signal; an `AbortController` for every
 * attempt and every batch would cost a tenth of a send.
 */
export class Cutoff implements GenericAbortSignal {
  aborted = false;
  readonly #listeners = new Set<() => void>();

  abort(): void {
    if (this.aborted) return;
    this.aborted = true;
    for (const listener of this.#listeners) listener();
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.add(listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.delete(listener);
  }

  /** Waits; false when cut short. */
  async pause(ms: number): Promise<boolean> {
    if (this.aborted) return false;
    return new Promise((resolve) => {
      const end = (inTime: boolean) => {
        clearTimeout(timer);
        this.#listeners.delete(cut);
        resolve(inTime);
      };
      const cut = () => end(false);
      const timer = setTimeout(() => end(true), ms);
      this.#listeners.add(cut);
    });
  }

  /** The result of some work; when cut short, what `late` makes of it. */
  async race<T>(work: Promise<T>, late: () => T): Promise<T> {
    if (this.aborted) return late();
    let cut: (() => void) | undefined;
    const short = new Promise<void>((resolve) => {
      cut = resolve;
      this.#listeners.add(cut);
    });
    try {
      return await Promise.race([work, short.then(late)]);
    } finally {
      if (cut) this.#listeners.delete(cut);
    }
  }
}
