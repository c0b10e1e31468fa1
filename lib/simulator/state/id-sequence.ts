/** The first number that is no Long any more. */
export const END_OF_LONGS = 2n ** 63n;

/** Ids of the service: Longs that grow by one, with every digit (READING row 18). */
export class IdSequence {
  #next: bigint;

  constructor(first: bigint) {
    this.#next = first;
  }

  /** The id to be given next. */
  get upcoming(): bigint {
    return this.#next;
  }

  next(): bigint {
    if (this.#next >= END_OF_LONGS) {
      throw new RangeError('Every id up to the end of the Longs is used; reset, or begin lower.');
    }
    const id = this.#next;
    this.#next += 1n;
    return id;
  }

  /** Goes on from here, unless it is further already. */
  raiseTo(first: bigint): void {
    if (first > this.#next) this.#next = first;
  }
}
