import type { GenericAbortSignal } from 'axios';

/**
 * Ends what waits or is under way. Axios takes it as a signal; an `AbortController` for every
 * attempt and every batch would cost a tenth of a send.
 */
export class Cutoff implements GenericAbortSignal {
  aborted = false;
  // A list, not a Set: there are one or two, and a Set for every attempt costs more than the rest.
  #listeners: (() => void)[] = [];

  abort(): void {
    if (this.aborted) return;
    this.aborted = true;
    // A copy: who is told stops listening.
    for (const listener of this.#listeners.slice()) listener();
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.push(listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.#remove(listener);
  }

  #remove(listener: () => void): void {
    const place = this.#listeners.indexOf(listener);
    if (place >= 0) this.#listeners.splice(place, 1);
  }

  /** Waits; false when cut short. */
  async pause(ms: number): Promise<boolean> {
    if (this.aborted) return false;
    return new Promise((resolve) => {
      const end = (inTime: boolean) => {
        clearTimeout(timer);
        this.#remove(cut);
        resolve(inTime);
      };
      const cut = () => end(false);
      const timer = setTimeout(() => end(true), ms);
      this.#listeners.push(cut);
    });
  }

  /** The result of some work; when cut short, what `late` makes of it. */
  race<T>(work: Promise<T>, late: () => T | Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const cut = () => {
        this.#remove(cut);
        try {
          resolve(late());
        } catch (error) {
          reject(error);
        }
      };
      if (this.aborted) cut();
      else this.#listeners.push(cut);
      work.then(resolve, reject);
    });
  }
}

/**
 * The signal of a request that is one of ours. Told by shape, not by class: what is loaded later has
 * a copy of the class.
 */
export function cutoffOf({ signal }: { signal?: GenericAbortSignal }): Cutoff | undefined {
  return signal && 'pause' in signal ? (signal as Cutoff) : undefined;
}
