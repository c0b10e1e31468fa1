import { PayamSmsUnsentError, type UnsentReason } from '../errors/unsent.error.js';
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
  readonly #signal?: AbortSignal;
  readonly #onAbort = () => this.stop('aborted');
  readonly #stopListeners = new Set<() => void>();
  readonly #deadlines = new Set<Deadline>();
  readonly #work = new Set<Promise<unknown>>();
  #shutdownAtMs?: number;
  #stopped?: UnsentReason;
  #leftInput = false;

  constructor({ urgent, resume, sendDeadlineMs, signal }: CampaignOptions) {
    this.urgent = urgent;
    this.resume = resume;
    this.sendDeadlineMs = sendDeadlineMs;
    this.#signal = signal;
    if (signal?.aborted) this.stop('aborted');
    else signal?.addEventListener('abort', this.#onAbort);
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
    for (const listener of this.#stopListeners) listener();
  }

  /** @returns how to stop listening */
  onStop(listener: () => void): () => void {
    this.#stopListeners.add(listener);
    return () => this.#stopListeners.delete(listener);
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
    this.#deadlines.add(deadline);
    return deadline;
  }

  release(deadline: Deadline): void {
    deadline.clear();
    this.#deadlines.delete(deadline);
  }

  /** Sends no more, and gives what is under way this long to be settled. */
  shutDown(withinMs: number): void {
    this.stop('shutdown');
    this.#shutdownAtMs = performance.now() + withinMs;
    for (const deadline of this.#deadlines) deadline.within(withinMs);
  }

  /** Work that is under way for this campaign; its deadlines bound it. */
  track<T>(work: Promise<T>): Promise<T> {
    const tracked = work.finally(() => this.#work.delete(tracked));
    this.#work.add(tracked);
    return tracked;
  }

  /** When nothing is under way any more. */
  async idle(): Promise<void> {
    while (this.#work.size > 0) await Promise.allSettled(this.#work);
  }

  end(): void {
    this.#signal?.removeEventListener('abort', this.#onAbort);
  }
}
