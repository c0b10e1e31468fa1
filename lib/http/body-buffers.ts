/** Shorter bodies come from the memory that Node shares among small buffers. */
const SHORTEST_KEPT = 8 * 1024;
const LONGEST_KEPT = 512 * 1024;
const MOST_KEPT = 8;

/**
 * The bytes of requests. A request keeps its bytes, not the text: they lie outside of the heap that
 * the collector has to move about while an answer is awaited.
 *
 * Long ones are written where earlier ones stood. The system hands out fresh memory page by page,
 * which takes longer than to write into it.
 */
export class BodyBuffers {
  readonly #kept: Buffer[] = [];
  readonly #lent = new WeakMap<object, Buffer>();

  toBytes(text: string): Buffer {
    // No UTF-16 unit takes more than three; `Buffer.from` would read the text twice to count them.
    const length = 3 * text.length;
    if (length < SHORTEST_KEPT || length > LONGEST_KEPT) {
      const bytes = Buffer.allocUnsafe(length);
      return bytes.subarray(0, bytes.write(text));
    }
    const buffer = this.#take(length);
    const bytes = buffer.subarray(0, buffer.write(text));
    this.#lent.set(bytes, buffer);
    return bytes;
  }

  /** @param bytes that nothing reads any more; what did not come from here is left alone */
  giveBack(bytes: unknown): void {
    const buffer = this.#lent.get(bytes as object);
    if (!buffer) return;
    this.#lent.delete(bytes as object);
    if (this.#kept.length < MOST_KEPT) this.#kept.push(buffer);
  }

  /** One that is too short is dropped: the kept ones grow to what the app sends. */
  #take(length: number): Buffer {
    const kept = this.#kept.pop();
    return kept && kept.length >= length ? kept : Buffer.allocUnsafeSlow(powerOfTwo(length));
  }
}

const powerOfTwo = (least: number) => 2 ** Math.ceil(Math.log2(least));
