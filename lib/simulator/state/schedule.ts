import type { AcceptedMessage } from './message.js';

/** Scheduled messages, the next one to be sent first. */
export class Schedule {
  readonly #waiting: AcceptedMessage[] = [];

  add(message: AcceptedMessage): void {
    this.#waiting.splice(this.#firstAfter(sendMs(message)), 0, message);
  }

  clear(): void {
    this.#waiting.length = 0;
  }

  remove(message: AcceptedMessage): void {
    const index = this.#waiting.indexOf(message, this.#firstAfter(sendMs(message) - 1));
    if (index >= 0) this.#waiting.splice(index, 1);
  }

  /** The messages that are scheduled between two times, both included. */
  between({ fromMs, toMs }: { fromMs: number; toMs: number }, nowMs: number): AcceptedMessage[] {
    // Due messages have been sent: the clock only moves forward, so they can be removed.
    this.#waiting.splice(0, this.#firstAfter(nowMs));
    return this.#waiting.slice(this.#firstAfter(fromMs - 1), this.#firstAfter(toMs));
  }

  /** The index of the first message later than this. */
  #firstAfter(timeMs: number): number {
    let low = 0;
    let high = this.#waiting.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sendMs(this.#waiting[middle]) > timeMs) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

function sendMs(message: AcceptedMessage | undefined): number {
  return message?.sendDate?.getTime() ?? 0;
}
