import { compareIds } from '../api/compare-ids.js';

/**
 * For how long texts are known to be handled, by the monotonic clock: the system's clock may be set
 * forward or back, and the service's may be hours off. After a restart all begin anew, which only
 * asks for some texts once more.
 */
export class HandledAges {
  readonly #seenAtMs = new Map<string, number>();

  see(ids: Iterable<string>, nowMs: number): void {
    for (const id of ids) if (!this.#seenAtMs.has(id)) this.#seenAtMs.set(id, nowMs);
  }

  /** The greatest id that was seen so long ago. */
  newestOlderThan(ageMs: number, nowMs: number): string | undefined {
    let newest: string | undefined;
    for (const [id, seenAtMs] of this.#seenAtMs) {
      // In the order in which they were seen: the later ones are younger still.
      if (nowMs - seenAtMs < ageMs) break;
      if (newest === undefined || compareIds(id, newest) > 0) newest = id;
    }
    return newest;
  }

  forgetUpTo(id: string): void {
    for (const seen of this.#seenAtMs.keys()) {
      if (compareIds(seen, id) <= 0) this.#seenAtMs.delete(seen);
    }
  }

  clear(): void {
    this.#seenAtMs.clear();
  }
}
