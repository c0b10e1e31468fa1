import { Inject, Injectable } from '@nestjs/common';
import { PayamSmsApi } from '../../api/payamsms.api.js';
import { LinkedQueue, type QueueEntry } from '../../concurrency/linked-queue.js';
import { nextTurn } from '../../concurrency/timers.js';
import { type Settings, SETTINGS } from '../../settings/settings.js';
import type { SendAttempt } from './send-attempt.js';
import { SendCall } from './send-call.js';
import { SendCalls } from './send-calls.js';

/** A message that waits for a call. */
export interface WaitingMessage {
  readonly customerId: string;
  /** With how many in all it may share a call. */
  readonly maxShared: number;
  /** Since when it waits, on the monotonic clock. */
  readonly sinceMs: number;
  /** A call takes it. @returns the attempt that is to leave */
  begin(): SendAttempt;
  /** The app shuts down: there will be no call. Absent where its run ends it, and says why. */
  giveUp?(): void;
}

export type WaitingEntry = QueueEntry<WaitingMessage>;

/** Among so many times `batchSize` messages a call looks for those that may share it. */
const LOOKED_THROUGH = 4;

/**
 * Sends single messages. One that finds a place leaves alone and at once; those that have to wait, for
 * a place, a turn, a login or the end of a pause, leave together, up to `batchSize` in a call.
 */
@Injectable()
export class SendQueue {
  readonly #waiting = new LinkedQueue<WaitingMessage>();
  /** Calls that wait for a place, and take their messages when they have it; the oldest first. */
  readonly #open = new Set<SendCall>();

  constructor(
    private readonly calls: SendCalls,
    private readonly api: PayamSmsApi,
    @Inject(SETTINGS)
    private readonly settings: Pick<Settings, 'batchSize' | 'maxConcurrency' | 'retry'>,
  ) {}

  /** Whether a message that comes now has to wait. */
  get mustWait(): boolean {
    return this.#waiting.length > 0 || !this.api.hasPlace;
  }

  /**
   * Sends the one message of an attempt, at once where it need not wait. One that is sent again waits
   * a turn: what went wrong for many in one call is mended for them together.
   *
   * @param sends how often the message has left before
   */
  send(attempt: SendAttempt, sends: number): void {
    if (attempt.isEnded) return;
    if (sends === 0 && !this.mustWait) return this.calls.sendAlone(attempt, true);
    const { customerId } = attempt.messages[0]!;
    const maxShared = this.#maxShared(sends);
    const sinceMs = performance.now();
    const entry = this.#waiting.push({ customerId, maxShared, sinceMs, begin: () => attempt });
    attempt.onEnd = () => this.remove(entry);
    void nextTurn().then(() => this.#openCalls());
  }

  /** From now on the message waits for a call. */
  add(message: WaitingMessage): WaitingEntry {
    const entry = this.#waiting.push(message);
    this.#openCalls();
    return entry;
  }

  /** The message needs no call any more. */
  remove(entry: WaitingEntry): void {
    this.#waiting.remove(entry);
    this.#cancelSurplus();
  }

  /** Ends all that waits. */
  giveUp(): void {
    const all = this.#take(this.#waiting.entries());
    for (const message of all) message.giveUp?.();
    this.#cancelSurplus();
  }

  /**
   * One message may be why each call with it fails. So those that are sent again share their calls with
   * fewer each time, and the last time with none: 250, 16 and 1 with three sends in all.
   */
  #maxShared(sends: number): number {
    const { batchSize, retry } = this.settings;
    if (sends === 0) return Infinity;
    const left = Math.max(0, 1 - sends / Math.max(1, retry.maxAttempts - 1));
    return Math.ceil(batchSize ** left);
  }

  /** How many calls the waiting messages need; no more than can be under way. */
  get #wanted(): number {
    const { batchSize, maxConcurrency } = this.settings;
    return Math.min(Math.ceil(this.#waiting.length / batchSize), maxConcurrency);
  }

  #openCalls(): void {
    // A call may find a place at once, and then fewer messages wait.
    while (this.#open.size < this.#wanted) {
      const openedAtMs = performance.now();
      const call: SendCall = new SendCall(this.api.time, {
        take: () => this.#takeFor(call, this.#group()),
        takeFailed: () => this.#takeFor(call, this.#waitingSince(openedAtMs)),
      });
      this.#open.add(call);
      void this.calls.make(call, true);
    }
  }

  /** Each would take a turn away from calls that have something to send. */
  #cancelSurplus(): void {
    if (this.#open.size <= this.#wanted) return;
    for (const call of [...this.#open].slice(this.#wanted)) {
      this.#open.delete(call);
      call.cancel();
    }
  }

  #takeFor(call: SendCall, entries: Iterable<WaitingEntry>): SendAttempt[] {
    this.#open.delete(call);
    const messages = this.#take(entries);
    // When this call has left: the next one might find a place at once.
    queueMicrotask(() => this.#openCalls());
    return messages.map((message) => message.begin());
  }

  /** The first that may share a call. */
  #group(): Iterable<WaitingEntry> {
    const { batchSize } = this.settings;
    const group = new Map<string, WaitingEntry>();
    let most = batchSize;
    let left = LOOKED_THROUGH * batchSize;
    for (const entry of this.#waiting.entries()) {
      const { customerId, maxShared } = entry.value;
      most = Math.min(most, maxShared);
      if (group.size >= most || left-- === 0) break;
      // The answer's entries could not be told apart: the second one waits for another call.
      if (!group.has(customerId)) group.set(customerId, entry);
    }
    return group.values();
  }

  *#waitingSince(ms: number): Generator<WaitingEntry> {
    for (const entry of this.#waiting.entries()) {
      if (entry.value.sinceMs > ms) return;
      yield entry;
    }
  }

  #take(entries: Iterable<WaitingEntry>): WaitingMessage[] {
    const taken = [...entries];
    for (const entry of taken) this.#waiting.remove(entry);
    return taken.map(({ value }) => value);
  }
}
