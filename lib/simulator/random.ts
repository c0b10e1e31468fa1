/** Pseudo-random numbers (mulberry32) that a seed repeats, so that a run with faults can be run again. */
export class SeededRandom {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** At least 0, below 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** In another order than before, whenever there is one. */
  shuffle<T>(items: readonly T[]): T[] {
    const shuffled = [...items];
    for (let last = shuffled.length - 1; last > 0; last -= 1) {
      // Sattolo's variant: picking below `last` leaves no entry in its own place.
      const pick = Math.floor(this.next() * last);
      const picked = shuffled.slice(pick, pick + 1);
      shuffled.splice(pick, 1, ...shuffled.splice(last, 1, ...picked));
    }
    return shuffled;
  }
}
