import type { InboundSms } from '../../api/api.types.js';
import { compareIds } from '../../api/compare-ids.js';
import type { InboxPosition } from '../inbox-store.js';
import { copyOfText } from './copy-of-text.js';

/** What is kept of the inbox of one number. */
export class MemoryNumber {
  cursor?: string | undefined;
  intendedAt?: Date | undefined;
  attempts?: { id: string; count: number } | undefined;
  readonly #handled = new Set<string>();
  /** In the order of their ids. */
  #kept = new Map<string, InboundSms>();

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
    this.#kept = new Map([...this.#kept].toSorted(([a], [b]) => compareIds(a, b)));
  }

  keptAfter(after: string | undefined, limit: number): InboundSms[] {
    const found: InboundSms[] = [];
    for (const [id, text] of this.#kept) {
      if (found.length >= limit) break;
      if (after === undefined || compareIds(id, after) > 0) found.push(copyOfText(text));
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
