import type { PreparedSms } from '../prepare.js';
import { groupsOf, type Refusal } from './refusal.js';

/** Messages of which some, or all, were refused with a code. */
export interface Refused {
  messages: readonly PreparedSms[];
  refusal: Refusal;
}

/**
 * Finds the messages because of which a whole call was refused: halves are sent until those are
 * alone. The largest group is halved first, so that most of the others go on soon.
 *
 * Sends nothing itself: {@link next} gives what to send, {@link refused} and {@link taken} note the
 * result.
 */
export class RefusalSearch {
  #blamed: Refused[] = [];
  #together: Refused[] = [];
  /** The messages that {@link next} gave last. */
  #half?: readonly PreparedSms[];
  /** The other half, which was not sent yet. */
  #other?: Refused;

  constructor(refused: Refused) {
    this.#put(refused);
  }

  /** Messages to be sent in one call; `undefined` when none is left to be told apart. */
  next(): readonly PreparedSms[] | undefined {
    if (this.#other) {
      this.#half = this.#other.messages;
      this.#other = undefined;
      return this.#half;
    }
    const largest = this.#takeLargest();
    if (!largest) return undefined;
    const [half, other] = halvesOf(largest);
    this.#half = half;
    this.#other = { messages: other, refusal: largest.refusal };
    return half;
  }

  /** The messages that {@link next} gave last were refused as a whole. */
  refused(refusal: Refusal): void {
    this.#put({ messages: this.#half!, refusal });
  }

  /** They were not: so the refusal was for the other half, which need not be sent as a whole. */
  taken(): void {
    const other = this.#other;
    if (!other || groupsOf(other.messages, other.refusal.code).length === 1) return;
    this.#other = undefined;
    this.#put(other);
  }

  /** Messages that are alone with what their code is about, and so to blame for it; each once. */
  takeBlamed(): Refused[] {
    const blamed = this.#blamed;
    this.#blamed = [];
    return blamed;
  }

  /** What may be searched by itself, beside this search: all but the largest of what is still together. */
  takeParts(): RefusalSearch[] {
    const largest = this.#takeLargest();
    const parts = this.#together.map((part) => new RefusalSearch(part));
    this.#together = largest ? [largest] : [];
    return parts;
  }

  /** Messages that are still together: which of them are to blame was not found. */
  rest(): Refused[] {
    return this.#other ? [...this.#together, this.#other] : [...this.#together];
  }

  #put(refused: Refused): void {
    const isAlone = groupsOf(refused.messages, refused.refusal.code).length === 1;
    (isAlone ? this.#blamed : this.#together).push(refused);
  }

  #takeLargest(): Refused | undefined {
    let largest = 0;
    this.#together.forEach(({ messages }, i) => {
      if (messages.length > this.#together[largest]!.messages.length) largest = i;
    });
    return this.#together.splice(largest, 1)[0];
  }
}

/** Two halves of about as many messages, none of a group apart from the others of it. */
function halvesOf({ messages, refusal }: Refused): [PreparedSms[], PreparedSms[]] {
  const halves: [PreparedSms[], PreparedSms[]] = [[], []];
  for (const group of groupsOf(messages, refusal.code)) {
    const [left, right] = halves;
    (left.length <= right.length ? left : right).push(...group);
  }
  return halves;
}
