import type { IdKind } from '../../api/status-calls.js';
import type { LeaseName } from '../lease.js';

/** A Long has nineteen digits at most. */
const DIGITS = 20;

/** An id as a text that is ordered by its digits. */
export const padded = (id: string): string => id.padStart(DIGITS, '0');

export const unpadded = (id: string): string => id.replace(/^0+(?=\d)/, '');

/** Makes sixteen digits of any instant of the next millennia, and of the last ones. */
const TIME_OFFSET = 10 ** 15;

/** An instant as a text that is ordered by its digits. */
export const timeText = (ms: number): string =>
  String(Math.trunc(ms) + TIME_OFFSET).padStart(16, '0');

export const timeOf = (text: string): number => Number(text) - TIME_OFFSET;

/**
 * The keys of one account. They share a hash tag, so that a cluster keeps them on one server, where a
 * script can reach them all.
 */
export class AccountKeys {
  readonly #base: string;
  readonly letters: string;
  readonly failures: string;
  readonly letterNumbers: string;
  readonly unreadable: string;
  readonly clock: string;
  readonly balance: string;
  /** What the keys of dead letters begin with that were not announced yet; a number follows. */
  readonly newLetters: string;

  constructor(prefix: string, account: string) {
    this.#base = `{${prefix}:${account}}:`;
    this.letters = `${this.#base}letters`;
    this.failures = `${this.#base}letters:failures`;
    this.letterNumbers = `${this.#base}letters:numbers`;
    this.unreadable = `${this.#base}letters:unreadable`;
    this.newLetters = `${this.#base}letters:new:`;
    this.clock = `${this.#base}clock`;
    this.balance = `${this.#base}balance`;
  }

  lease(name: LeaseName): string {
    return `${this.#base}lease:${name}`;
  }

  /** How many inboxes the process has that asked for a lease lately. */
  wanted(name: LeaseName): string {
    return `${this.#base}wanted:${name}`;
  }

  /** Of a number: what is known of it, its handled texts, its kept ones, and the texts of these. */
  ofNumber(number: string): [string, string, string, string] {
    const base = `${this.#base}inbox:${number}`;
    return [base, `${base}:handled`, `${base}:kept`, `${base}:texts`];
  }

  /** The followed messages, and when they are due. */
  followed(by: IdKind): [string, string] {
    const base = `${this.#base}followed:${by}`;
    return [base, `${base}:due`];
  }
}

/** In parts of so many rows that no script keeps the server from its other work for long. */
export function inParts<T>(rows: readonly T[], size = ROWS_A_SCRIPT): T[][] {
  const parts: T[][] = [];
  for (let at = 0; at < rows.length; at += size) parts.push(rows.slice(at, at + size));
  return parts;
}

export const ROWS_A_SCRIPT = 1_000;
