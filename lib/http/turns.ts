/** The turns in which requests start, at most so many a second and evenly spread. */
export class Turns {
  readonly #intervalMs: number;
  #nextMs = 0;

  /** @param perSecond `undefined` for any number */
  constructor(perSecond?: number) {
    this.#intervalMs = perSecond ? 1000 / perSecond : 0;
  }

  /** When the next one is, on the monotonic clock; 0 where there is always one. */
  get nextMs(): number {
    return this.#nextMs;
  }

  /** Milliseconds until the next one; 0 where it has come. */
  get waitMs(): number {
    return this.#intervalMs === 0 ? 0 : Math.max(0, this.#nextMs - performance.now());
  }

  /** Takes the next one, which may lie ahead. */
  take(): void {
    if (this.#intervalMs === 0) return;
    this.#nextMs = Math.max(performance.now(), this.#nextMs) + this.#intervalMs;
  }
}
