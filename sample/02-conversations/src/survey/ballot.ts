import { Injectable } from '@nestjs/common';

const CHOICES = new Map([
  ['1', 'چای'],
  ['2', 'قهوه'],
]);

const QUESTION = `لطفاً فقط شماره را بفرستید: ${[...CHOICES].map(([key, choice]) => `${key} ${choice}`).join('، ')}`;

/**
 * Counts votes: one a phone, the last one stands. In memory, to keep the sample small; what counts
 * here is that counting the same text twice changes nothing.
 */
@Injectable()
export class Ballot {
  readonly #votes = new Map<string, string>();

  /** @returns what to answer */
  cast(phone: string, text: string): string {
    const choice = CHOICES.get(latinDigits(text).trim());
    if (choice === undefined) return QUESTION;
    this.#votes.set(phone, choice);
    return `رأی شما: ${choice}. تا اینجا ${this.#standing()}`;
  }

  #standing(): string {
    const count = (choice: string) =>
      [...this.#votes.values()].filter((vote) => vote === choice).length;
    return [...CHOICES.values()].map((choice) => `${choice}: ${count(choice)}`).join('، ');
  }
}

/** Phones write digits in Persian, Arabic or Latin. */
const latinDigits = (text: string) =>
  text.replace(/[۰-۹٠-٩]/g, (digit) => String(digit.charCodeAt(0) & 0xf));
