import { PayamSmsAuthenticationError } from '../errors/authentication.error.js';
import type { PayamSmsError } from '../errors/payamsms.error.js';
import type { ListenerFailure } from '../events/describe-failure.js';
import { PayamSmsTransportError } from '../errors/transport.error.js';

/** As many calls that fail in a row say that it is the service that is ill. */
const CALLS_IN_A_ROW = 3;

/** As many messages whose listeners fail in a row say that it is the app that is ill. */
const MESSAGES_IN_A_ROW = 100;

/** A message whose listeners failed, and what they said. */
export interface Refusal {
  id: string;
  errors: readonly ListenerFailure[];
}

/** How one poll goes: what it has told, and what speaks against going on. */
export class Round {
  /** How many changes were announced, and their listeners content. */
  told = 0;
  readonly refused: Refusal[] = [];
  #callsFailed = 0;
  #messagesFailed = 0;
  #isStopped = false;
  #error?: { error: unknown };

  /** Whether to begin nothing more: each message less is one that does not fail in vain. */
  get isOver(): boolean {
    return (
      this.#isStopped ||
      this.#callsFailed >= CALLS_IN_A_ROW ||
      this.#messagesFailed >= MESSAGES_IN_A_ROW
    );
  }

  answered(): void {
    this.#callsFailed = 0;
  }

  unanswered(error: PayamSmsError): void {
    this.#callsFailed++;
    this.#error ??= { error };
    const asksToWait = error instanceof PayamSmsTransportError && error.retryAfterMs !== undefined;
    // No other call would fare better.
    if (asksToWait || error instanceof PayamSmsAuthenticationError) this.#isStopped = true;
  }

  /** The listeners of a message have come to their end. */
  heard(id: string, errors: readonly ListenerFailure[]): void {
    if (errors.length === 0) {
      this.told++;
      this.#messagesFailed = 0;
      return;
    }
    this.#messagesFailed++;
    this.refused.push({ id, errors });
  }

  stop(error: unknown): void {
    this.#isStopped = true;
    this.#error ??= { error };
  }

  /** What the service or the store failed with first. */
  throwIfFailed(): void {
    if (this.#error) throw this.#error.error;
  }
}
