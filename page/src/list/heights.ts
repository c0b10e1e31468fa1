/** The positions of items of different heights, some of them measured and the others guessed. */
export class Heights {
  readonly #measured = new Map<string, number>();
  readonly #guess: number;

  constructor(guess: number) {
    this.#guess = guess;
  }

  /** Remembers a height; returns its difference to the height that was used before. */
  measure(key: string, height: number): number {
    const before = this.of(key);
    this.#measured.set(key, height);
    return height - before;
  }

  of(key: string): number {
    return this.#measured.get(key) ?? this.#guess;
  }

  /** The top of each item, and the end of the last. */
  tops(keys: readonly string[]): Float64Array {
    const tops = new Float64Array(keys.length + 1);
    for (const [index, key] of keys.entries()) tops[index + 1] = (tops[index] ?? 0) + this.of(key);
    return tops;
  }
}

/** The index of the item at a position, given the tops of all items. */
export function itemAt(tops: Float64Array, position: number): number {
  let low = 0;
  let high = Math.max(0, tops.length - 2);
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((tops[middle] ?? 0) <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}
