import { LightAbortSignal } from '../../concurrency/light-abort-signal.js';
import { onAbort } from '../../concurrency/shared-abort-listener.js';
import type { UnsentReason } from '../../errors/unsent.error.js';
import type { SendGuarantee } from '../sms.types.js';
import { Deadline } from './deadline.js';

/** How one call of `send`, `sendMany` or `stream` wants its messages sent. */
export interface SendRunOptions {
  /** Goes ahead of all runs that are not urgent. */
  urgent: boolean;
  /** Messages may have been accepted in an earlier run: look them up before sending. */
  resume: boolean;
  guarantee: SendGuarantee;
  /** Milliseconds for a batch, from its first leaving. */
  sendDeadlineMs: number;
  /** The caller's. */
  signal?: AbortSignal;
}

/**
 * One call of `send`, `sendMany` or `stream`. Four things stop it: the caller's signal, a consumer
 * that leaves its stream (both `aborted`), too little credit, and the app's shutdown. Once stopped,
 * it takes no more messages, and none of its requests leaves; what has left still gets its outcome.
 */
export class SendRun {
  readonly urgent: boolean;
  readonly resume: boolean;
  readonly guarantee: SendGuarantee;
  readonly sendDeadlineMs: number;
  /** Aborted once the run is stopped. */
  readonly signal = new LightAbortSignal();
  readonly #unlisten?: () => void;
  // Lists, not Sets: they hold one entry for a send and few for a stream, and are made each time.
  readonly #deadlines: Deadline[] = [];
  readonly #work: Promise<unknown>[] = [];
  #shutdownAtMs?: number;
  #stopped?: UnsentReason;
  #leftInput = false;

  constructor({ urgent, resume, guarantee, sendDeadlineMs, signal }: SendRunOptions) {
    this.urgent = urgent;
    this.resume = resume;
    this.guarantee = guarantee;
    this.sendDeadlineMs = sendDeadlineMs;
    if (signal?.aborted) this.stop('aborted');
    else if (signal) this.#unlisten = onAbort(signal, () => this.stop('aborted'));
  }

  /** Why nothing more is sent; the first reason stands. */
  get stopped(): UnsentReason | undefined {
    return this.#stopped;
  }

  /** Whether messages were left in the source because of the stop. */
  get leftInput(): boolean {
    return this.#leftInput;
  }

  noteLeftInput(): void {
    this.#leftInput = true;
  }

  stop(reason: UnsentReason): void {
    this.#stopped ??= reason;
    this.signal.abort();
  }

  /** Stops the run, and gives what is under way this long to get its outcome. */
  shutDown(withinMs: number): void {
    this.stop('shutdown');
    this.#shutdownAtMs = performance.now() + withinMs;
    for (const deadline of this.#deadlines) deadline.within(withinMs);
  }

  /** A deadline for one batch; give it back with {@link releaseDeadline}. */
  newDeadline(): Deadline {
    const deadline = new Deadline();
    if (this.#shutdownAtMs !== undefined) {
      deadline.within(this.#shutdownAtMs - performance.now());
    }
    this.#deadlines.push(deadline);
    return deadline;
  }

  releaseDeadline(deadline: Deadline): void {
    deadline.clear();
    remove(this.#deadlines, deadline);
  }

  /** Notes work that is under way for this run; its deadlines bound it. */
  track<T>(work: Promise<T>): Promise<T> {
    const forget = () => remove(this.#work, work);
    this.#work.push(work);
    void work.then(forget, forget);
    return work;
  }

  get isIdle(): boolean {
    return this.#work.length === 0;
  }

  /** Resolves when nothing is under way any more. */
  async idle(): Promise<void> {
    while (!this.isIdle) await Promise.allSettled(this.#work);
  }

  /** Listens to the caller's signal no more. */
  end(): void {
    this.#unlisten?.();
  }
}

function remove<T>(list: T[], item: T): void {
  const place = list.indexOf(item);
  if (place >= 0) list.splice(place, 1);
}
