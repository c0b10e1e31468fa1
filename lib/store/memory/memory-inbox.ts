import type { InboundSms } from '../../api/api.types.js';
import { compareIds, isLong } from '../../api/compare-ids.js';
import type { DeadLetter, InboxPosition, InboxStore } from '../inbox-store.js';
import type { Lease } from '../lease.js';
import { copyOfText } from './copy-of-text.js';
import { MemoryDeadLetters } from './memory-dead-letters.js';
import type { MemoryLeases } from './memory-leases.js';
import { MemoryNumber } from './memory-number.js';

/** The inbox as long as the process lives. */
export class MemoryInbox implements InboxStore {
  readonly #numbers = new Map<string, MemoryNumber>();
  readonly #letters = new MemoryDeadLetters();

  constructor(private readonly leases: MemoryLeases) {}

  async position(number: string): Promise<InboxPosition | undefined> {
    return this.#numbers.get(number)?.position();
  }

  async unhandled(number: string, ids: readonly string[]): Promise<string[]> {
    const known = this.#numbers.get(number);
    return ids.filter((id) =>
      isLong(id) ? !known?.isBehind(id) : !this.#letters.everHeldUnreadable(id),
    );
  }

  async kept(number: string, after: string | undefined, limit: number): Promise<InboundSms[]> {
    return this.#numbers.get(number)?.keptAfter(after, limit) ?? [];
  }

  async intend(lease: Lease, number: string, at: Date): Promise<void> {
    this.#fenced(lease, number, 'announce a destructive read').intendedAt = new Date(at);
  }

  async keepAnswer(lease: Lease, number: string, texts: readonly InboundSms[]): Promise<void> {
    const known = this.#fenced(lease, number, 'keep the answer of a destructive read');
    known.keep(texts.map(copyOfText));
    known.intendedAt = undefined;
  }

  async startAfter(lease: Lease, number: string, id: string): Promise<void> {
    const known = this.#fenced(lease, number, 'remember where the inbox starts');
    known.intendedAt = undefined;
    known.moveTo(id);
  }

  async handled(lease: Lease, number: string, ids: readonly string[]): Promise<void> {
    const known = this.#fenced(lease, number, 'remember handled texts');
    const readAsAWhole = [...ids];
    for (const id of readAsAWhole) known.finish(id);
  }

  async advance(lease: Lease, number: string, cursor: string): Promise<void> {
    const known = this.#fenced(lease, number, 'move the cursor of the inbox');
    if (known.cursor !== undefined && compareIds(cursor, known.cursor) > 0) known.moveTo(cursor);
  }

  async attempted(lease: Lease, number: string, id: string, attempts: number): Promise<void> {
    const known = this.#fenced(lease, number, 'count an attempt');
    known.attempts = attempts > 0 ? { id, count: attempts } : undefined;
  }

  async addDeadLetter(lease: Lease, number: string, letter: DeadLetter): Promise<void> {
    const known = this.#fenced(lease, number, 'add a dead letter');
    this.#letters.add(number, letter);
    if (isLong(letter.sms.id)) known.finish(letter.sms.id);
  }

  async deadLetters(): Promise<DeadLetter[]> {
    return this.#letters.all();
  }

  async deadLetter(id: string): Promise<DeadLetter | undefined> {
    return this.#letters.get(id);
  }

  async unannounced(number: string, limit: number): Promise<DeadLetter[]> {
    return this.#letters.unannounced(number).slice(0, limit);
  }

  async announced(id: string): Promise<void> {
    this.#letters.announced(id);
  }

  async failedAgain(id: string, error: string, attempts: number): Promise<void> {
    this.#letters.failedAgain(id, error, attempts);
  }

  async removeDeadLetter(id: string): Promise<boolean> {
    return this.#letters.remove(id);
  }

  #fenced(lease: Lease, number: string, action: string): MemoryNumber {
    this.leases.check(`inbox:${number}`, lease, action);
    let known = this.#numbers.get(number);
    if (!known) this.#numbers.set(number, (known = new MemoryNumber()));
    return known;
  }
}
