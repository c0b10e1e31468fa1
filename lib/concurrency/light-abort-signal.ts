import type { GenericAbortSignal } from 'axios';
import { MAX_TIMER_MS } from './timers.js';

/**
 * An abort signal, and how to abort it. Axios takes it as it takes the platform's; an
 * `AbortController` for every attempt and every batch would cost a tenth of a send.
 */
export class LightAbortSignal implements GenericAbortSignal {
  aborted = false;
  // A list, not a Set: there are one or two, and a Set for every attempt costs more than the rest.
  #listeners: (() => void)[] = [];

  abort(): void {
    if (this.aborted) return;
    this.aborted = true;
    // A copy: a listener that is called removes itself.
    for (const listener of this.#listeners.slice()) listener();
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.push(listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    const place = this.#listeners.indexOf(listener);
    if (place >= 0) this.#listeners.splice(place, 1);
  }

  /**
   * Waits; resolves with false, and at once, when the signal is aborted.
   *
   * @param ms as long as a timer can wait, at most: a longer wait ends earlier
   */
  async sleep(ms: number): Promise<boolean> {
    if (this.aborted) return false;
    return new Promise((resolve) => {
      const end = (isInTime: boolean) => {
        clearTimeout(timer);
        this.removeEventListener('abort', cut);
        resolve(isInTime);
      };
      const cut = () => end(false);
      const timer = setTimeout(() => end(true), Math.min(ms, MAX_TIMER_MS));
      this.#listeners.push(cut);
    });
  }

  /** The result of the work, or, when the signal is aborted first, that of `onAbort`. */
  race<T>(work: Promise<T>, onAbort: () => T | Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const cut = () => {
        this.removeEventListener('abort', cut);
        try {
          resolve(onAbort());
        } catch (error) {
          reject(error);
        }
      };
      if (this.aborted) cut();
      else this.#listeners.push(cut);
      const end = <V>(settle: (value: V) => void) => {
        return (value: V) => {
          this.removeEventListener('abort', cut);
          settle(value);
        };
      };
      work.then(end(resolve), end(reject));
    });
  }
}

/** The signal of a request, where it is a {@link LightAbortSignal}. */
export function lightSignalOf({
  signal,
}: {
  signal?: GenericAbortSignal;
}): LightAbortSignal | undefined {
  return signal instanceof LightAbortSignal ? signal : undefined;
}
