import { LinkedQueue } from '../concurrency/linked-queue.js';
import type { Followed } from '../store/delivery-store.js';

const QUARANTINE_MS = 600_000;

/**
 * Messages whose next state the store refuses to write. They stay in it as they were, and due: asked
 * for again at once, they would be emitted without end.
 */
export class Quarantine {
  /** The longest there first. */
  readonly #messages = new LinkedQueue<{ followed: Followed; untilMs: number }>();

  constructor(private readonly monotonicMs: () => number = () => performance.now()) {}

  add(followed: Followed): void {
    this.#messages.push({ followed, untilMs: this.monotonicMs() + QUARANTINE_MS });
  }

  /** Those whose time there is over, each once. */
  *released(): Generator<Followed> {
    const nowMs = this.monotonicMs();
    for (let first = this.#messages.first; first; first = this.#messages.first) {
      if (first.untilMs > nowMs) return;
      this.#messages.shift();
      yield first.followed;
    }
  }
}
