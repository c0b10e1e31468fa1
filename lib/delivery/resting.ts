import type { Followed } from '../store/delivery-store.js';

/** How long a message rests that the store refuses to write down. */
const REST_MS = 600_000;

/** Messages that are asked for again after a while: at once, they would be told without end. */
export class Resting {
  /** The longest first. */
  readonly #messages: { followed: Followed; untilMs: number }[] = [];

  add(followed: Followed): void {
    this.#messages.push({ followed, untilMs: performance.now() + REST_MS });
  }

  /** Those that have rested, each once. */
  *rested(): Generator<Followed> {
    const nowMs = performance.now();
    while (this.#messages[0] && this.#messages[0].untilMs <= nowMs) {
      yield this.#messages.shift()!.followed;
    }
  }
}
