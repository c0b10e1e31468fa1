import type { InboundSms } from '../../api/api.types.js';
import { compareIds } from '../../api/compare-ids.js';
import type { InboxPosition } from '../inbox-store.js';
import { copyOfText } from './copy-of-text.js';
import { firstWhere } from './first-where.js';

/** What is kept of the inbox of one number. */
export class MemoryNumber {
  cursor?: string | undefined;
  intendedAt?: Date | undefined;
  attempts?: { id: string; count: number } | undefined;
  readonly #handled = new Set<string>();
  readonly #kept = new Map<string, InboundSms>();
  /** Sorted when it is asked for; may name some that are kept no more. */
  #keptIds?: readonly string[] | undefined;

  position(): InboxPosition {
    const { cursor, intendedAt, attempts } = this;
    return {
      ...(cursor !== undefined && { cursor }),
      ...(intendedAt && { intendedAt: new Date(intendedAt) }),
      ...(attempts && !this.#handled.has(attempts.id) && { attempts: { ...attempts } }),
    };
  }

  /** Whether a text was handled, or lies before the cursor. */
  isBehind(id: string): boolean {
    return this.#handled.has(id) || (this.cursor !== undefined && compareIds(id, this.cursor) <= 0);
  }

  keep(texts: readonly InboundSms[]): void {
    for (const text of texts) {
      if (!this.#handled.has(text.id)) this.#kept.set(text.id, text);
    }
    this.#keptIds = undefined;
  }

  keptAfter(after: string | undefined, limit: number): InboundSms[] {
    const ids = (this.#keptIds ??= [...this.#kept.keys()].toSorted(compareIds));
    const found: InboundSms[] = [];
    const first =
      after === undefined ? 0 : firstWhere(ids.length, (n) => compareIds(ids[n]!, after) > 0);
    for (let n = first; n < ids.length && found.length < limit; n++) {
      const text = this.#kept.get(ids[n]!);
      if (text) found.push(copyOfText(text));
    }
    return found;
  }

  finish(id: string): void {
    this.#handled.add(id);
    this.#kept.delete(id);
    if (this.attempts?.id === id) this.attempts = undefined;
  }

  moveTo(cursor: string): void {
    this.cursor = cursor;
    for (const id of this.#handled) {
      if (compareIds(id, cursor) <= 0) this.#handled.delete(id);
    }
  }
}
