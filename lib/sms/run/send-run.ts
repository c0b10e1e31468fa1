import { PayamSmsUnsentError, type UnsentReason } from '../errors/unsent.error.js';
import { onAbort } from '../concurrency/shared-abort-listener.js';
import { Deadline } from './settle/deadline.js';

/** How one call of `send`, `sendMany` or `stream` wants its messages sent. */
export interface CampaignOptions {
  /** Goes ahead of everybody who is not. */
  urgent: boolean;
  /** Messages may have been accepted in an earlier run: look before sending. */
  resume: boolean;
  /** Milliseconds for a batch, from its first leaving. */
  sendDeadlineMs: number;
  signal?: AbortSignal;
}

/** One call of `send`, `sendMany` or `stream`, and what may stop it. */
export class Campaign {
  readonly urgent: boolean;
  readonly resume: boolean;
  readonly sendDeadlineMs: number;
  readonly #unlisten?: () => void;
  // Lists, not Sets: they hold one entry for a send and few for a stream, and are made each time.
  readonly #stopListeners: (() => void)[] = [];
  readonly #deadlines: Deadline[] = [];
  readonly #work: Promise<unknown>[] = [];
  #shutdownAtMs?: number;
  #stopped?: UnsentReason;
  #leftInput = false;

  constructor({ urgent, resume, sendDeadlineMs, signal }: CampaignOptions) {
    this.urgent = urgent;
    this.resume = resume;
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

  leavesInput(): void {
    this.#leftInput = true;
  }

  stop(reason: UnsentReason): void {
    if (this.#stopped !== undefined) return;
    this.#stopped = reason;
    // A copy: who is told stops listening.
    for (const listener of this.#stopListeners.slice()) listener();
  }

  /** @returns how to stop listening */
  onStop(listener: () => void): () => void {
    this.#stopListeners.push(listener);
    return () => remove(this.#stopListeners, listener);
  }

  throwIfStopped(): void {
    if (this.#stopped !== undefined) throw new PayamSmsUnsentError(this.#stopped);
  }

  /** A deadline for one batch; clear it with {@link release}. */
  deadline(): Deadline {
    const deadline = new Deadline();
    if (this.#shutdownAtMs !== undefined) {
      deadline.within(this.#shutdownAtMs - performance.now());
    }
    this.#deadlines.push(deadline);
    return deadline;
  }

  release(deadline: Deadline): void {
    deadline.clear();
    remove(this.#deadlines, deadline);
  }

  /** Sends no more, and gives what is under way this long to be settled. */
  shutDown(withinMs: number): void {
    this.stop('shutdown');
    this.#shutdownAtMs = performance.now() + withinMs;
    for (const deadline of this.#deadlines) deadline.within(withinMs);
  }

  /** Work that is under way for this campaign; its deadlines bound it. */
  track<T>(work: Promise<T>): Promise<T> {
    const forget = () => remove(this.#work, work);
    this.#work.push(work);
    void work.then(forget, forget);
    return work;
  }

  get isIdle(): boolean {
    return this.#work.length === 0;
  }

  /** When nothing is under way any more. */
  async idle(): Promise<void> {
    while (!this.isIdle) await Promise.allSettled(this.#work);
  }

  end(): void {
    this.#unlisten?.();
  }
}

function remove<T>(list: T[], item: T): void {
  const place = list.indexOf(item);
  if (place >= 0) list.splice(place, 1);
}
