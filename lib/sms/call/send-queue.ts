import { Inject, Injectable } from '@nestjs/common';
import { PayamSmsApi } from '../../api/payamsms.api.js';
import { LinkedQueue, type QueueEntry } from '../../concurrency/linked-queue.js';
import { nextTurn } from '../../concurrency/timers.js';
import { type Settings, SETTINGS } from '../../settings/settings.js';
import type { SendAttempt } from './send-attempt.js';
import { SendCall } from './send-call.js';
import { SendCalls } from './send-calls.js';

/** A message that waits for a call. */
export interface Waiting {
  readonly customerId: string;
  /** With how many in all it may share a call. */
  readonly maxShared: number;
  /** There is a place for it. @returns the attempt that is to leave */
  board(): SendAttempt;
  /** The app shuts down: there will be none. Absent where its run ends it, and says why. */
  giveUp?(): void;
}

/** A place in the queue. */
export type Place = QueueEntry<Waiting>;

/**
 * Sends single messages. One that finds a place leaves alone and at once; those that have to wait, for
 * a place, a turn, a login or the end of a pause, leave together, up to `batchSize` in a call.
 */
@Injectable()
export class SendQueue {
  readonly #waiting = new LinkedQueue<Waiting>();
  /** Calls that wait for a place, and take their messages when they have it. */
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
    const place = this.#waiting.push({ customerId, maxShared, board: () => attempt });
    attempt.onEnd = () => this.leave(place);
    void nextTurn().then(() => this.#openCalls());
  }

  /** From now on the message waits for a call. */
  enter(waiting: Waiting): Place {
    const place = this.#waiting.push(waiting);
    this.#openCalls();
    return place;
  }

  /** The message needs no call any more. */
  leave(place: Place): void {
    this.#waiting.remove(place);
    this.#endIdle();
  }

  /** Ends the calls that wait for a place and have nothing to take any more. */
  #endIdle(): void {
    if (this.#waiting.length > 0) return;
    for (const call of this.#open) call.fill();
  }

  /** Ends all that waits. */
  giveUp(): void {
    const all = this.#take(this.#waiting.entries());
    for (const waiting of all) waiting.giveUp?.();
    this.#endIdle();
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

  #openCalls(): void {
    const { batchSize, maxConcurrency } = this.settings;
    // A call may find a place at once, and then fewer messages wait.
    const wanted = () => Math.min(Math.ceil(this.#waiting.length / batchSize), maxConcurrency);
    while (this.#open.size < wanted()) {
      const call: SendCall = new SendCall(this.api.time, (hasFailed) =>
        this.#board(call, hasFailed ? Infinity : batchSize),
      );
      this.#open.add(call);
      void this.calls.make(call, true);
    }
  }

  #board(call: SendCall, limit: number): SendAttempt[] {
    this.#open.delete(call);
    const group = this.#takeGroup(limit);
    // When this call has left: the next one might find a place at once.
    queueMicrotask(() => this.#openCalls());
    return group.map((waiting) => waiting.board());
  }

  #takeGroup(limit: number): Waiting[] {
    const group = new Map<string, Place>();
    let most = limit;
    for (const place of this.#waiting.entries()) {
      const { customerId, maxShared } = place.value;
      if (limit !== Infinity) most = Math.min(most, maxShared);
      if (group.size >= most) break;
      // The answer's entries could not be told apart: the second one waits for another call.
      if (!group.has(customerId)) group.set(customerId, place);
    }
    return this.#take(group.values());
  }

  #take(places: Iterable<Place>): Waiting[] {
    const taken = [...places];
    for (const place of taken) this.#waiting.remove(place);
    return taken.map(({ value }) => value);
  }
}
