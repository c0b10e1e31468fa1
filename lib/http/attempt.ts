/**
 * Whether a request that changes something may have been received. It leaves again with each
 * repeat; what is proven never to have been received has come back.
 */
export class Departure {
  #hasLeft = false;

  /** @param mayLeave holds a request back by throwing */
  constructor(
    private readonly mayLeave: () => void,
    private readonly onReturn: () => void = () => {},
  ) {}

  get hasLeft(): boolean {
    return this.#hasLeft;
  }

  leave(): void {
    this.mayLeave();
    this.#hasLeft = true;
  }

  comeBack(): void {
    this.#hasLeft = false;
    this.onReturn();
  }
}
