/** A place in a {@link LinkedQueue}. */
export interface QueueEntry<T> {
  readonly value: T;
}

interface Node<T> extends QueueEntry<T> {
  before?: Node<T>;
  after?: Node<T>;
  isIn: boolean;
}

/**
 * First in, first out; an entry may also leave from the middle. Each call takes the same time however
 * many wait: an array copies itself for each that leaves, and the iterator of a `Set` passes over all
 * that have left.
 */
export class LinkedQueue<T> {
  #first?: Node<T>;
  #last?: Node<T>;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  get first(): T | undefined {
    return this.#first?.value;
  }

  push(value: T): QueueEntry<T> {
    const node: Node<T> = { value, before: this.#last, after: undefined, isIn: true };
    if (this.#last) this.#last.after = node;
    else this.#first = node;
    this.#last = node;
    this.#length++;
    return node;
  }

  shift(): T | undefined {
    const first = this.#first;
    if (first) this.remove(first);
    return first?.value;
  }

  /** Takes an entry of this queue out, wherever it stands. @returns false when it had left before */
  remove(entry: QueueEntry<T>): boolean {
    const node = entry as Node<T>;
    if (!node.isIn) return false;
    node.isIn = false;
    if (node.before) node.before.after = node.after;
    else this.#first = node.after;
    if (node.after) node.after.before = node.before;
    else this.#last = node.before;
    node.before = undefined;
    node.after = undefined;
    this.#length--;
    return true;
  }

  clear(): void {
    while (this.#first) this.remove(this.#first);
  }

  *[Symbol.iterator](): Generator<T> {
    for (const { value } of this.entries()) yield value;
  }

  /** The places, first to last; none may leave meanwhile. */
  *entries(): Generator<QueueEntry<T>> {
    for (let node = this.#first; node; node = node.after) yield node;
  }
}
