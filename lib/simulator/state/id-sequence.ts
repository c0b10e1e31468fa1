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
    const id = this.#next;
    this.#next += 1n;
    return id;
  }

  /** Goes on from here, unless it is further already. */
  raiseTo(first: bigint): void {
    if (first > this.#next) this.#next = first;
  }
}
