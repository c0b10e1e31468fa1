import { firstWhere } from './first-where.js';

/** What has a place in the order: by its time, and by its id among those of one time. */
export interface Due {
  /** Milliseconds since the epoch. Changes only while it is outside of the order. */
  dueMs: number;
  readonly id: string;
}

/** So short that moving its items by one costs no more than finding a place among them. */
const MOST_IN_CHUNK = 512;

/**
 * Items in the order of their times, in chunks: adding, removing and finding a place take
 * logarithmic time, and a page is read without what stands before it.
 */
export class DueOrder<T extends Due> {
  /** Each sorted, none empty, each before the next. */
  readonly #chunks: T[][] = [];

  add(item: T): void {
    const last = this.#chunks.length - 1;
    const index = Math.min(this.#chunkOf(item), last);
    const chunk = this.#chunks[index];
    if (!chunk) {
      this.#chunks.push([item]);
      return;
    }
    const place = placeOf(chunk, item);
    // Most come in the order of their times: then chunks are filled, not halved.
    if (index === last && place === MOST_IN_CHUNK) this.#chunks.push([item]);
    else {
      chunk.splice(place, 0, item);
      if (chunk.length > MOST_IN_CHUNK) {
        this.#chunks.splice(index + 1, 0, chunk.splice(MOST_IN_CHUNK / 2));
      }
    }
  }

  remove(item: T): void {
    const index = this.#chunkOf(item);
    const chunk = this.#chunks[index]!;
    chunk.splice(placeOf(chunk, item), 1);
    if (chunk.length === 0) this.#chunks.splice(index, 1);
  }

  /** Those due by an instant, the earliest first, at most `limit`, all of them behind `after`. */
  page(nowMs: number, limit: number, after?: Due): T[] {
    const found: T[] = [];
    let index = after ? this.#chunkOf(after) : 0;
    let place = after && this.#chunks[index] ? placeOf(this.#chunks[index]!, after) : 0;
    for (; index < this.#chunks.length; index++, place = 0) {
      const chunk = this.#chunks[index]!;
      for (; place < chunk.length; place++) {
        const item = chunk[place]!;
        if (item.dueMs > nowMs || found.length >= limit) return found;
        if (!after || compare(item, after) > 0) found.push(item);
      }
    }
    return found;
  }

  /** The first chunk that does not end before it. */
  #chunkOf(item: Due): number {
    return firstWhere(this.#chunks.length, (n) => compare(this.#chunks[n]!.at(-1)!, item) >= 0);
  }
}

/** Of the first that does not stand before it. */
function placeOf(chunk: readonly Due[], item: Due): number {
  return firstWhere(chunk.length, (n) => compare(chunk[n]!, item) >= 0);
}

function compare(a: Due, b: Due): number {
  if (a.dueMs !== b.dueMs) return a.dueMs - b.dueMs;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
