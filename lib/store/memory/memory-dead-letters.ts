import { isLong } from '../../api/compare-ids.js';
import type { DeadLetter } from '../inbox-store.js';
import { copyOfText } from './copy-of-text.js';

interface Entry {
  readonly number: string;
  letter: DeadLetter;
  isAnnounced: boolean;
}

/** The dead letters of one account, by their texts' ids. */
export class MemoryDeadLetters {
  readonly #entries = new Map<string, Entry>();
  /** Ids that are no Longs, of letters that were removed too. */
  readonly #unreadable = new Set<string>();

  add(number: string, given: DeadLetter): void {
    const letter = copyOf(given);
    const { id } = letter.sms;
    if (!isLong(id)) this.#unreadable.add(id);
    this.#entries.delete(id); // It is the newest now, though it was there before.
    this.#entries.set(id, { number, letter, isAnnounced: false });
  }

  everHeldUnreadable(id: string): boolean {
    return this.#unreadable.has(id);
  }

  all(): DeadLetter[] {
    return oldestFirst([...this.#entries.values()]);
  }

  unannounced(number: string): DeadLetter[] {
    const ofNumber = (entry: Entry) => entry.number === number && !entry.isAnnounced;
    return oldestFirst([...this.#entries.values()].filter(ofNumber));
  }

  get(id: string): DeadLetter | undefined {
    const entry = this.#entries.get(id);
    return entry && copyOf(entry.letter);
  }

  announced(id: string): void {
    const entry = this.#entries.get(id);
    if (entry) entry.isAnnounced = true;
  }

  failedAgain(id: string, error: string, attempts: number): void {
    const entry = this.#entries.get(id);
    if (entry) entry.letter = { ...entry.letter, error, attempts };
  }

  remove(id: string): boolean {
    return this.#entries.delete(id);
  }
}

const oldestFirst = (entries: readonly Entry[]): DeadLetter[] =>
  entries.map(({ letter }) => copyOf(letter)).toSorted((a, b) => a.at.getTime() - b.at.getTime());

const copyOf = (letter: DeadLetter): DeadLetter => ({
  ...letter,
  sms: copyOfText(letter.sms),
  at: new Date(letter.at),
});
