import { Injectable } from '@nestjs/common';
import { TimeoutQueue } from '../concurrency/timeout-queue.js';
import { BatchSender, type Outlet } from './batch/batch-sender.js';
import { SendQueue } from './call/send-queue.js';
import type { PreparedSms } from './prepare.js';
import { SendRuns } from './run/send-runs.js';
import { acceptedOrThrow } from './send-errors.js';
import type { AcceptedSms } from './sms.types.js';
import { type SingleOptions, type Starter, WaitingSms } from './waiting-sms.js';

/** Sends single messages, ahead of all batches; those that have to wait, together. */
@Injectable()
export class SingleSender implements Starter {
  /** By how long a message may wait. */
  readonly #timeouts = new Map<number, TimeoutQueue<WaitingSms>>();

  constructor(
    private readonly sender: BatchSender,
    readonly queue: SendQueue,
    private readonly runs: SendRuns,
  ) {
    runs.stopping.addEventListener('abort', () => queue.giveUp());
  }

  /** Throws as {@link SmsService.send} does. */
  send(message: PreparedSms, options: SingleOptions): Promise<AcceptedSms> {
    const isStopped = this.runs.stopping.aborted || options.signal?.aborted === true;
    // One that may have been sent before is looked up first, which needs no place.
    return options.resume || isStopped || !this.queue.mustWait
      ? this.start(message, options, this.queue)
      : new WaitingSms(message, options, this).outcome;
  }

  async start(
    message: PreparedSms,
    options: SingleOptions,
    outlet: Outlet,
    startedAtMs?: number,
  ): Promise<AcceptedSms> {
    const run = this.runs.start({ urgent: true, ...options });
    try {
      const [outcome] = await this.sender.deliver([message], { run, outlet, startedAtMs });
      return acceptedOrThrow(outcome!);
    } finally {
      this.runs.end(run);
    }
  }

  addTimeout(sms: WaitingSms, ms: number): void {
    let timeouts = this.#timeouts.get(ms);
    if (!timeouts) this.#timeouts.set(ms, (timeouts = new TimeoutQueue(ms)));
    timeouts.add(sms);
  }

  removeTimeout(sms: WaitingSms, ms: number): void {
    const timeouts = this.#timeouts.get(ms);
    timeouts?.delete(sms);
    if (!timeouts?.isEmpty) return;
    // There may be as many lengths as there are messages.
    timeouts.stop();
    this.#timeouts.delete(ms);
  }
}
