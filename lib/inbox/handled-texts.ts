import { compareIds, isLong } from '../api/compare-ids.js';

/**
 * What this process knows to be handled, under one lease, and since when: so that the store is asked
 * only for ids that are not among them. By the monotonic clock: the system's clock may be set forward
 * or back, and the service's may be hours off. After a restart all begin anew, which only asks for
 * some texts once more.
 */
export class HandledTexts {
  readonly #seenAtMs = new Map<string, number>();
  /** Ids that are no numbers, of rows that cannot be read: the cursor never passes them. */
  readonly #unordered = new Set<string>();

  has(id: string): boolean {
    return this.#seenAtMs.has(id) || this.#unordered.has(id);
  }

  add(id: string, nowMs: number): void {
    if (this.#seenAtMs.has(id)) return;
    if (isLong(id)) this.#seenAtMs.set(id, nowMs);
    else this.#unordered.add(id);
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

  /** Forgets the ids that are no numbers and that the service has ceased to list. */
  forgetUnlisted(listed: ReadonlySet<string>): void {
    for (const id of this.#unordered) if (!listed.has(id)) this.#unordered.delete(id);
  }

  forgetUpTo(id: string): void {
    for (const seen of this.#seenAtMs.keys()) {
      if (compareIds(seen, id) <= 0) this.#seenAtMs.delete(seen);
    }
  }
}
