import { LinkedQueue, type QueueEntry } from './linked-queue.js';

/** A place in a {@link PriorityQueue}. */
export interface PriorityEntry<T> {
  readonly value: T;
  /** 0 goes first. */
  readonly level: number;
}

interface Place<T> extends PriorityEntry<T> {
  level: number;
  entry: QueueEntry<Place<T>>;
}

/**
 * A few levels, each first in, first out; a level gives nothing while there is something on a level
 * before it. An entry may leave from the middle, and change its level. Each call takes the same time
 * however many wait.
 */
export class PriorityQueue<T> {
  readonly #queues: readonly LinkedQueue<Place<T>>[];
  #length = 0;

  constructor(levels: number) {
    this.#queues = Array.from({ length: levels }, () => new LinkedQueue<Place<T>>());
  }

  get length(): number {
    return this.#length;
  }

  /** What goes next. */
  get first(): PriorityEntry<T> | undefined {
    for (const queue of this.#queues) {
      if (queue.first) return queue.first;
    }
    return undefined;
  }

  push(value: T, level: number): PriorityEntry<T> {
    const place = { value, level } as Place<T>;
    place.entry = this.#queues[level]!.push(place);
    this.#length++;
    return place;
  }

  /** @returns false when it had left before */
  remove(entry: PriorityEntry<T>): boolean {
    const place = entry as Place<T>;
    const isRemoved = this.#queues[place.level]!.remove(place.entry);
    if (isRemoved) this.#length--;
    return isRemoved;
  }

  /** Puts an entry at the end of another level; not one that has left. */
  move(entry: PriorityEntry<T>, level: number): void {
    const place = entry as Place<T>;
    if (!this.#queues[place.level]!.remove(place.entry)) return;
    place.level = level;
    place.entry = this.#queues[level]!.push(place);
  }

  /** All that wait now, in their order: a copy, so that entries may leave meanwhile. */
  entries(): PriorityEntry<T>[] {
    return this.#queues.flatMap((queue) => [...queue]);
  }
}
