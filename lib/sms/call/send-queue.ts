import { Inject, Injectable } from '@nestjs/common';
import { PayamSmsApi } from '../../api/payamsms.api.js';
import { LinkedQueue, type QueueEntry } from '../../concurrency/linked-queue.js';
import { type Settings, SETTINGS } from '../../settings/settings.js';
import type { SendAttempt } from './send-attempt.js';
import { SendCall } from './send-call.js';
import { SendCalls } from './send-calls.js';

/** An attempt that waits, and its place in the queue. */
interface Waiter {
  attempt: SendAttempt;
  entry: QueueEntry<Waiter>;
}

/**
 * Sends single messages. One that finds a place leaves alone and at once; those that have to wait, for
 * a place, a turn, a login or the end of a pause, leave together, up to `batchSize` in a call.
 */
@Injectable()
export class SendQueue {
  readonly #waiters = new LinkedQueue<Waiter>();
  /** Calls that wait for a place, and take their messages when they have it. */
  readonly #calls = new Set<SendCall>();

  constructor(
    private readonly calls: SendCalls,
    private readonly api: PayamSmsApi,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'batchSize' | 'maxConcurrency'>,
  ) {}

  /** @param attempt for one message */
  send(attempt: SendAttempt): void {
    if (attempt.isEnded) return;
    if (this.#waiters.length === 0 && this.api.hasPlace) {
      void this.calls.sendTogether([attempt], true);
      return;
    }
    const waiter = { attempt } as Waiter;
    waiter.entry = this.#waiters.push(waiter);
    attempt.onEnd = () => this.#remove(waiter);
    this.#openCalls();
  }

  #openCalls(): void {
    const { batchSize, maxConcurrency } = this.settings;
    const wanted = Math.min(Math.ceil(this.#waiters.length / batchSize), maxConcurrency);
    while (this.#calls.size < wanted) {
      const call: SendCall = new SendCall(this.api.time, (hasFailed) =>
        this.#board(call, hasFailed ? Infinity : batchSize),
      );
      this.#calls.add(call);
      void this.calls.send(call, true);
    }
  }

  #board(call: SendCall, limit: number): SendAttempt[] {
    this.#calls.delete(call);
    const group = new Map<string, Waiter>();
    for (const waiter of this.#waiters) {
      if (group.size === limit) break;
      const { customerId } = waiter.attempt.messages[0]!;
      // The answer's entries could not be told apart: the second one waits for another call.
      if (!group.has(customerId)) group.set(customerId, waiter);
    }
    for (const { entry } of group.values()) this.#waiters.remove(entry);
    this.#openCalls();
    return [...group.values()].map(({ attempt }) => attempt);
  }

  /** The attempt has ended: it was aborted, or its time is over. */
  #remove({ entry }: Waiter): void {
    this.#waiters.remove(entry);
    if (this.#waiters.length > 0) return;
    // With nothing to take, they end.
    for (const call of this.#calls) call.fill();
  }
}
