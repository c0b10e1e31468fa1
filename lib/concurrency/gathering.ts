/** Hands items on together that come within a while of the first. */
export class Gathering<T> {
  #items: T[] = [];
  #timer?: NodeJS.Timeout;
  #isHurried = false;

  constructor(private readonly handOn: (items: T[]) => void) {}

  /** @param ms how long to wait for others; 0 hands all on in the next turn */
  add(item: T, ms: number): void {
    this.#items.push(item);
    if (this.#isHurried || (this.#items.length > 1 && ms > 0)) return;
    this.#isHurried = ms === 0;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#end(), ms);
  }

  #end(): void {
    const items = this.#items;
    this.#items = [];
    this.#isHurried = false;
    this.handOn(items);
  }
}

/** Groups in the order of the items, whose sizes do not exceed a sum; a larger item is alone. */
export function groupsUpTo<T>(
  maxSize: number,
  items: readonly T[],
  sizeOf: (item: T) => number,
): T[][] {
  const groups: T[][] = [];
  let sum = Infinity;
  for (const item of items) {
    const size = sizeOf(item);
    sum += size;
    if (sum <= maxSize) {
      groups.at(-1)!.push(item);
      continue;
    }
    groups.push([item]);
    sum = size;
  }
  return groups;
}
