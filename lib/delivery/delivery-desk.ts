import type { StatusAnswers, StatusLookup } from '../api/status-lookup.js';
import type { EventChannel } from '../events/event-channel.js';
import { LightAbortSignal } from '../concurrency/light-abort-signal.js';
import type { Settings } from '../settings/settings.js';
import type { DeliveryStore, Followed } from '../store/delivery-store.js';
import type { Lease } from '../store/lease.js';
import { Announcer } from './announcer.js';
import { type DueCall, DueCalls } from './due-calls.js';
import { bearersOf, type Exchange, type Finding, findingsOf } from './findings.js';
import { type Ladder, putOff } from './ladder.js';
import { Ledger, type Unwritable } from './ledger.js';
import { Resting } from './resting.js';
import { type Refusal, Round } from './round.js';

/** How many messages' listeners run at once. */
const ANNOUNCED_AT_ONCE = 64;

/** How many messages may be open before no more are handed out. */
const ROOM = 4_000;

/** While slow listeners run, others become due. */
const LOOK_AGAIN_MS = 1_000;

export interface DeskParts {
  store: DeliveryStore;
  lease: Lease;
  statuses: Pick<StatusLookup, 'ask'>;
  channel: Pick<EventChannel<'payamsms.delivery'>, 'emit'>;
  settings: Pick<Settings, 'baseUrl' | 'batchSize' | 'maxConcurrency'>;
  ladder: Ladder;
  now: () => Date;
  /** Told once a poll of the messages whose listeners failed. */
  onRefused: (refused: readonly Refusal[]) => void;
  /** Told of messages that the store refuses to write down; they are asked for again. */
  onUnwritable: (entries: readonly Unwritable[]) => void;
}

/**
 * Asks for the states of all that is due, announces what has changed and writes that down, for as
 * long as the lease holds. A message's listeners hold up nobody but that message.
 */
export class DeliveryDesk {
  readonly #due: DueCalls;
  readonly #ledger: Ledger;
  readonly #announcer: Announcer;
  readonly #stopping = new LightAbortSignal();
  #round = new Round();
  /** Messages that the store refuses to write down: they stay in it as they were, and due. */
  readonly #resting = new Resting();
  /** Calls under way. */
  #asking = 0;
  /** Messages handed out of which nobody knows yet what becomes. */
  #open = 0;
  #wake: () => void = () => {};

  constructor(private readonly parts: DeskParts) {
    const { store, lease, channel, settings, now } = parts;
    this.#due = new DueCalls(store, settings, now);
    this.#announcer = new Announcer(channel, ANNOUNCED_AT_ONCE);
    this.#ledger = new Ledger(
      store,
      lease,
      (entries) => {
        for (const { followed } of entries) this.#due.release(followed);
      },
      (error) => {
        this.#round.stop(error);
        this.#wake();
      },
      (unwritable) => {
        for (const { entry } of unwritable) this.#resting.add(entry.followed);
        this.parts.onUnwritable(unwritable);
      },
    );
  }

  /**
   * Goes on until nothing is due any more. Not to be called again before it is over.
   *
   * @returns how many changes were announced, and their listeners content
   * @throws what the service or the store failed with, after all else was done
   */
  async poll(): Promise<number> {
    const round = (this.#round = new Round());
    for (const followed of this.#resting.rested()) this.#due.release(followed);
    try {
      await this.#work(round);
    } finally {
      if (round.refused.length > 0) this.parts.onRefused(round.refused);
    }
    round.throwIfFailed();
    return round.told;
  }

  async #work(round: Round): Promise<void> {
    // What the last poll could not write down was announced already.
    await this.#ledger.flush();
    while (!round.isOver && !this.#stopping.aborted) {
      if (this.#asking >= this.parts.settings.maxConcurrency || this.#open >= ROOM) {
        await this.#change();
        continue;
      }
      const call = await this.#due.next();
      if (call) this.#start(call, round);
      else if (this.#open > 0) await this.#change(LOOK_AGAIN_MS);
      else if (!this.#ledger.isEmpty) await this.#ledger.flush();
      else break;
    }
    this.#due.putBack();
    while (this.#open > 0 && !this.#stopping.aborted) await this.#change();
    // Once stopped, what is open stays due, but for those whose listeners are at it.
    if (this.#stopping.aborted) await this.#announcer.idle();
    await this.#ledger.flush();
  }

  /**
   * Asks and announces no more, and waits for listeners that are at it; what they have not come to
   * the end of stays due.
   */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#wake();
    await this.#announcer.stop();
    await this.#ledger.flush();
  }

  #start(call: DueCall, round: Round): void {
    this.#open += call.messages.length;
    // It may have ended while the store was read.
    if (round.isOver) return this.#putBack(call.messages);
    this.#asking++;
    void this.#ask(call).finally(() => {
      this.#asking--;
      this.#wake();
    });
  }

  async #ask(call: DueCall): Promise<void> {
    const answers = await this.#answersTo(call);
    if (!answers) return this.#putBack(call.messages);
    const now = this.parts.now();
    const { findings, exchanges } = findingsOf(call, answers, now, this.parts.ladder);
    for (const finding of findings) this.#conclude(finding);
    if (exchanges.length > 0) await this.#exchange(exchanges, now);
  }

  async #answersTo({ by, messages }: DueCall): Promise<StatusAnswers | undefined> {
    try {
      const ids = messages.map(({ id }) => id);
      const answers = await this.parts.statuses.ask(ids, by, {
        attempt: { signal: this.#stopping },
      });
      // Cut short, errors say nothing of the service.
      if (this.#stopping.aborted) return undefined;
      const [error] = answers.errors;
      if (error) this.#round.unanswered(error);
      else this.#round.answered();
      return answers;
    } catch (error) {
      this.#round.stop(error);
      return undefined;
    }
  }

  #conclude({ followed, judgement: { update, next } }: Finding): void {
    if (!update) return this.#settle(followed, next);
    this.#announcer.announce(update, (errors) => {
      this.#round.heard(followed.id, errors);
      this.#settle(followed, errors.length === 0 ? next : putOff(followed, this.parts.now()));
    });
  }

  /** Goes on with the messages behind ids of the caller's. */
  async #exchange(exchanges: readonly Exchange[], now: Date): Promise<void> {
    try {
      await this.parts.store.follow(bearersOf(exchanges, now));
      for (const { followed } of exchanges) this.#settle(followed, undefined);
    } catch (error) {
      this.#round.stop(error);
      this.#putBack(exchanges.map(({ followed }) => followed));
    }
  }

  #settle(followed: Followed, next: Followed | undefined): void {
    this.#ledger.add({ followed, next });
    this.#open--;
    if (this.#open === 0 || this.#open === ROOM - 1) this.#wake();
  }

  /** Leaves messages as they are: due. */
  #putBack(messages: readonly Followed[]): void {
    this.#open -= messages.length;
    for (const message of messages) this.#due.release(message);
  }

  /** Resolves when something has come to its end, or the time is over. */
  async #change(timeoutMs?: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((wake) => {
      this.#wake = wake;
      if (timeoutMs !== undefined) timer = setTimeout(wake, timeoutMs);
    });
    clearTimeout(timer);
  }
}
