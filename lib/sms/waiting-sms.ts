import { onAbort } from '../concurrency/shared-abort-listener.js';
import type { Timed } from '../concurrency/timeout-queue.js';
import type { Outlet } from './batch/batch-sender.js';
import type { SendAttempt } from './call/send-attempt.js';
import type { SendQueue, WaitingEntry, WaitingMessage } from './call/send-queue.js';
import type { PreparedSms } from './prepare.js';
import type { SendRunOptions } from './run/send-run.js';
import type { AcceptedSms } from './sms.types.js';

export type SingleOptions = Omit<SendRunOptions, 'urgent'>;

/** What begins to send a message. */
export interface Starter {
  readonly queue: SendQueue;
  /** Calls `timedOut` after so long. */
  addTimeout(sms: WaitingSms, ms: number): void;
  removeTimeout(sms: WaitingSms, ms: number): void;
  /**
   * @param outlet gets the attempts; the first one at once
   * @param startedAtMs when the message began to wait, on the monotonic clock
   */
  start(
    message: PreparedSms,
    options: SingleOptions,
    outlet: Outlet,
    startedAtMs: number,
  ): Promise<AcceptedSms>;
}

/**
 * A message that waits for its first call. It is no more than a place in the queue until then, for a
 * hundred thousand may wait: what sending it takes is made when a call takes it.
 */
export class WaitingSms implements WaitingMessage, Timed {
  readonly outcome: Promise<AcceptedSms>;
  endMs = 0;
  readonly sinceMs = performance.now();
  readonly maxShared = Infinity;
  readonly #entry: WaitingEntry;
  readonly #unlisten?: () => void;
  #resolve!: (outcome: Promise<AcceptedSms>) => void;

  constructor(
    private readonly message: PreparedSms,
    private readonly options: SingleOptions,
    private readonly starter: Starter,
  ) {
    this.outcome = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    const { signal, sendDeadlineMs } = options;
    // First, for it throws where the signal is none.
    if (signal) this.#unlisten = onAbort(signal, () => this.#leaveQueue());
    starter.addTimeout(this, sendDeadlineMs);
    this.#entry = starter.queue.add(this);
  }

  get customerId(): string {
    return this.message.customerId;
  }

  begin(): SendAttempt {
    const outlet = new FirstAttempt(this.starter.queue);
    this.#start(outlet);
    return outlet.first!;
  }

  giveUp(): void {
    this.#start({ send: (attempt) => attempt.giveUp() });
  }

  timedOut(): void {
    this.#leaveQueue();
  }

  #leaveQueue(): void {
    this.starter.queue.remove(this.#entry);
    this.giveUp();
  }

  #start(outlet: Outlet): void {
    const { message, options, starter } = this;
    starter.removeTimeout(this, options.sendDeadlineMs);
    this.#unlisten?.();
    this.#resolve(starter.start(message, options, outlet, this.sinceMs));
  }
}

/** Keeps the first attempt, for the call that takes the message; the others queue up. */
class FirstAttempt implements Outlet {
  first?: SendAttempt;

  constructor(private readonly queue: SendQueue) {}

  send(attempt: SendAttempt, sends: number): void {
    if (this.first) this.queue.send(attempt, sends);
    else this.first = attempt;
  }
}
