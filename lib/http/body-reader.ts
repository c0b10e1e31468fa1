/** Collects the bytes of an answer, up to a bound. */
export class BodyReader {
  readonly #chunks: Buffer[] = [];
  #bytes = 0;

  constructor(private readonly maxBytes: number) {}

  /** @returns false when there is too much: the answer is not to be read any further */
  take(chunk: Buffer): boolean {
    this.#bytes += chunk.length;
    if (this.#bytes > this.maxBytes) return false;
    this.#chunks.push(chunk);
    return true;
  }

  /** What came. */
  body(): Buffer {
    const [first] = this.#chunks;
    return first && this.#chunks.length === 1 ? first : Buffer.concat(this.#chunks);
  }
}

/** The name of an answer that is longer than allowed, for error messages. */
export const tooLong = (maxBytes: number): string =>
  `an answer of more than ${maxBytes} bytes (see the option maxAnswerBytes)`;
