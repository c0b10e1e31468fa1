import { Cutoff } from '../../http/cutoff.js';

/** The longest wait a timer can hold, some 24 days. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** The last look begins so long before the end, where a fifth of the time is not less. */
const LAST_LOOK_MS = 1_000;

/** The moment at which a batch, or a single message, must be told one way or the other. */
export class Deadline extends Cutoff {
  #atMs = Infinity;
  #timer?: NodeJS.Timeout;
  #nearing?: { cutoff: Cutoff; reserveMs: number; timer?: NodeJS.Timeout };

  /** Sets the moment, or brings it forward; never puts it off. */
  within(ms: number): void {
    const atMs = performance.now() + ms;
    if (atMs >= this.#atMs || this.aborted) return;
    this.#atMs = atMs;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.abort(), timerMs(ms));
    this.#rearm();
  }

  /** Milliseconds until the moment. */
  get leftMs(): number {
    return this.#atMs - performance.now();
  }

  /** Aborted when there is just time left for one last look. */
  get nearing(): Cutoff {
    if (!this.#nearing) {
      const reserveMs = Math.min(LAST_LOOK_MS, this.leftMs / 5);
      this.#nearing = { cutoff: new Cutoff(), reserveMs };
      this.#rearm();
    }
    return this.#nearing.cutoff;
  }

  /** Whether a wait ends before it is time for the last look. */
  hasRoomFor(ms: number): boolean {
    return !this.nearing.aborted && ms <= this.leftMs - this.#nearing!.reserveMs;
  }

  /** Resolves when the moment has come. */
  async over(): Promise<void> {
    while (!this.aborted) await this.pause(MAX_TIMER_MS);
  }

  /** Stops the timers; the moment will not come any more. */
  clear(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#nearing?.timer);
  }

  #rearm(): void {
    const nearing = this.#nearing;
    if (!nearing) return;
    clearTimeout(nearing.timer);
    // A moment brought forward leaves less time for the last look, too.
    nearing.reserveMs = Math.min(nearing.reserveMs, Math.max(0, this.leftMs) / 5);
    const ms = this.leftMs - nearing.reserveMs;
    if (this.aborted || ms <= 0) nearing.cutoff.abort();
    else nearing.timer = setTimeout(() => nearing.cutoff.abort(), timerMs(ms));
  }
}

const timerMs = (ms: number) => Math.min(Math.max(0, ms), MAX_TIMER_MS);
