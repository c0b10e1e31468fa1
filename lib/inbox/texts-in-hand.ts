import type { InboundSms } from '../api/api.types.js';
import type { Trial } from './trial.js';

/** The texts of a number that are not done with: those that failed, and those whose turn comes. */
export class TextsInHand {
  /** In the order of ids. All but the last have used up their attempts. */
  #failed: Trial[] = [];
  #texts: readonly InboundSms[] = [];
  #next = 0;

  get isEmpty(): boolean {
    return this.#failed.length === 0 && !this.hasNext;
  }

  get hasFailed(): boolean {
    return this.#failed.length > 0;
  }

  get hasNext(): boolean {
    return this.#next < this.#texts.length;
  }

  /** Whether all that failed has used up its attempts, so that the next may be tried. */
  get mayGoOn(): boolean {
    return this.#failed.every(({ isSpent }) => isSpent);
  }

  /** Those that failed, as they are now. */
  failed(): Trial[] {
    return this.#failed.slice();
  }

  /** Takes all that is not done with, in the order of ids; what failed stays so. */
  take(texts: readonly InboundSms[]): void {
    const failed = new Set(this.#failed.map(({ sms }) => sms.id));
    this.#texts = failed.size === 0 ? texts : texts.filter(({ id }) => !failed.has(id));
    this.#next = 0;
  }

  /** The text whose turn it is; there must be one. */
  get next(): InboundSms {
    return this.#texts[this.#next]!;
  }

  /** The next one has had its turn. */
  pass(): void {
    this.#next++;
  }

  /** One more that failed, behind the others. */
  hold(trial: Trial): void {
    this.#failed.push(trial);
  }

  /** It is done with. */
  release(trial: Trial): void {
    this.#failed = this.#failed.filter((other) => other !== trial);
  }

  drop(): void {
    this.#failed = [];
    this.#texts = [];
    this.#next = 0;
  }
}
