/** Whatever waits for its time. The heap keeps its place in it, so that it can be taken out. */
export interface Waiting {
  /** Milliseconds since the epoch. */
  dueMs: number;
  slot: number;
}

/** The earliest first, in logarithmic time, without a timer for anybody. */
export class DueHeap<T extends Waiting> {
  readonly #heap: T[] = [];

  get size(): number {
    return this.#heap.length;
  }

  get earliest(): T | undefined {
    return this.#heap[0];
  }

  add(item: T): void {
    this.#heap.push(item);
    this.#rise(item, this.#heap.length - 1);
  }

  remove(item: T): void {
    const last = this.#heap.pop()!;
    if (last === item) return;
    this.#put(last, item.slot);
  }

  /** To be called when its time has changed. */
  moved(item: T): void {
    this.#put(item, item.slot);
  }

  /** Those due by an instant, the earliest first; they stay in the heap. */
  due(nowMs: number, limit: number): T[] {
    const found: T[] = [];
    while (found.length < limit && this.#heap.length > 0 && this.#heap[0]!.dueMs <= nowMs) {
      found.push(this.#heap[0]!);
      this.remove(this.#heap[0]!);
    }
    for (const item of found) this.add(item);
    return found;
  }

  #put(item: T, slot: number): void {
    this.#sink(item, this.#rise(item, slot));
  }

  #rise(item: T, from: number): number {
    let slot = from;
    while (slot > 0) {
      const parent = (slot - 1) >> 1;
      if (this.#heap[parent]!.dueMs <= item.dueMs) break;
      this.#set(this.#heap[parent]!, slot);
      slot = parent;
    }
    this.#set(item, slot);
    return slot;
  }

  #sink(item: T, from: number): void {
    let slot = from;
    for (;;) {
      let child = 2 * slot + 1;
      if (child >= this.#heap.length) break;
      const other = child + 1;
      if (other < this.#heap.length && this.#heap[other]!.dueMs < this.#heap[child]!.dueMs) {
        child = other;
      }
      if (this.#heap[child]!.dueMs >= item.dueMs) break;
      this.#set(this.#heap[child]!, slot);
      slot = child;
    }
    this.#set(item, slot);
  }

  #set(item: T, slot: number): void {
    this.#heap[slot] = item;
    item.slot = slot;
  }
}
