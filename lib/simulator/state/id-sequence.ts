/** The first number beyond the range of a Long. */
export const END_OF_LONGS = 2n ** 63n;

/** Ids of the service: Longs that grow by one, with every digit (READING row 18). */
export class IdSequence {
  #next: bigint;

  constructor(first: bigint) {
    this.#next = first;
  }

  /** The next id. */
  get upcoming(): bigint {
    return this.#next;
  }

  next(): bigint {
    if (this.#next >= END_OF_LONGS) {
      throw new RangeError(
        'All ids up to the largest Long are used. Reset the simulator, or set a lower `firstId`.',
      );
    }
    const id = this.#next;
    this.#next += 1n;
    return id;
  }

  /** Continues at this id, unless the next one is higher already. */
  raiseTo(first: bigint): void {
    if (first > this.#next) this.#next = first;
  }
}
