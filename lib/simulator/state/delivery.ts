import { toInternational } from '../text/phone-number.js';
import type { MessageData } from './message.js';

/** The service's four delivery states (guide 6.1). */
export type DeliveryStatus = 'Send Successfully' | 'Failed' | 'Pending' | 'Pending In Queue';

export interface DeliveryOptions {
  /** How long a message that is due is `Pending In Queue`, by the simulator's clock. */
  readonly queuedMs: number;
  /** How long it is then `Pending`, before it is `Send Successfully` or `Failed`. */
  readonly pendingMs: number;
  /** Numbers to which delivery always fails. */
  readonly failingRecipients: readonly string[];
}

/** Delivery as a function of time: there is no timer, a state is computed when it is read. */
export class Delivery {
  readonly #timing: Pick<DeliveryOptions, 'queuedMs' | 'pendingMs'>;
  readonly #failing: ReadonlySet<string>;

  constructor({ failingRecipients, ...timing }: DeliveryOptions) {
    this.#timing = timing;
    this.#failing = new Set(failingRecipients.map(toInternational));
  }

  statusOf({ acceptedAt, sendDate, recipient }: MessageData, nowMs: number): DeliveryStatus {
    const dueMs = Math.max(acceptedAt.getTime(), sendDate?.getTime() ?? 0);
    const ageMs = nowMs - dueMs;
    if (ageMs < this.#timing.queuedMs) return 'Pending In Queue';
    if (ageMs < this.#timing.queuedMs + this.#timing.pendingMs) return 'Pending';
    return this.#failing.has(recipient) ? 'Failed' : 'Send Successfully';
  }
}
