import type { InboundSms } from '../api/api.types.js';
import { nextTurn } from '../concurrency/timers.js';
import type { ListenerFailure } from '../events/describe-failure.js';
import type { AppHealth } from './app-health.js';
import { TextsInHand } from './texts-in-hand.js';
import { patienceAloneMs, Trial } from './trial.js';

/**
 * Listeners and stores may come to their end without ever waiting for anything outside, and then a
 * backlog would keep timers and requests of the whole app from their turn.
 */
const TEXTS_A_BREATH = 50;

export type Errors = readonly ListenerFailure[];

/** How often a text has failed. */
interface Counted {
  id: string;
  count: number;
}

/** What the rounds of a number do with its texts. */
export interface RoundActions {
  /** Calls the listeners; gives what failed, nothing when all is well. */
  call(sms: InboundSms): Promise<Errors>;
  /** The text is done with. */
  commit(sms: InboundSms): Promise<void>;
  /** It failed, and will be tried again. */
  failed(trial: Trial, errors: Errors): Promise<void>;
  setAside(trial: Trial, errors: Errors): Promise<void>;
  /** Whether to go no further, for now. */
  isHalted(): boolean;
}

/**
 * The texts of one number, handed to the listeners in the order of their ids.
 *
 * A text that fails is tried again after 1 s, 5 s, 30 s and 2 min, and the number's later texts
 * wait for it. When its attempts are used up, nothing says yet whether it is the text or the app
 * that is ill. So it stays, is tried every 2 min, and each time the next one is tried right after
 * it:
 *
 * - that one is handled: the app is well. The text is called once more, to be sure that the app
 *   did not recover between the two calls, and when it fails is set aside;
 * - that one fails too: it has attempts of its own, and once these are used up the one behind it
 *   is tried as well, and so on. In an outage, however long, nothing is set aside so, and no later
 *   text overtakes one that may still be handled. And yet no number of poison texts can block a
 *   line for good;
 * - there is none: nobody waits for it. It stays until one comes, or for six times as
 *   long as its attempts took: some 15 min with five.
 *
 * A text of another number that was handled after its last failure proves the same, and then its
 * last attempt decides.
 */
export class Round {
  readonly #inHand = new TextsInHand();
  #counted?: Counted;
  /** Its listeners are through with it, but that could not be stored yet. */
  #uncommitted?: string;
  #dueMs = -Infinity;
  #recoveries = 0;
  readonly #patienceMs: number;

  constructor(
    private readonly actions: RoundActions,
    private readonly health: AppHealth,
    private readonly maxAttempts: number,
  ) {
    this.#patienceMs = patienceAloneMs(maxAttempts);
  }

  /** Whether everything in hand is done with. */
  get isDone(): boolean {
    return this.#inHand.isEmpty;
  }

  /** Whether all that is in hand has been tried and used up its attempts. */
  get wantsMore(): boolean {
    return !this.#inHand.hasNext && this.#inHand.mayGoOn;
  }

  /** Milliseconds until something is to be tried again. */
  waitMs(nowMs: number): number {
    const { hasNext, mayGoOn } = this.#inHand;
    return hasNext && mayGoOn ? 0 : Math.max(0, this.#dueMs - nowMs);
  }

  /**
   * Takes all that is not done with, in the order of ids. What is known of those in hand stays
   * known; `counted` is how often an earlier process saw one fail, which is called in its turn all
   * the same: the ones before it may be well by now.
   */
  take(texts: readonly InboundSms[], counted?: Counted): void {
    this.#counted = counted;
    this.#inHand.take(texts);
  }

  /** Forgets everything: another process may have gone on with it. */
  drop(): void {
    this.#inHand.drop();
    this.#counted = undefined;
    this.#uncommitted = undefined;
    this.#dueMs = -Infinity;
  }

  /** Hands texts over until one has to wait or none is left. @returns how many were handled */
  async run(): Promise<number> {
    let handled = 0;
    for (;;) {
      for (const trial of this.#inHand.failed()) {
        if (this.actions.isHalted()) return handled;
        const end = await this.#retry(trial);
        if (end === 'waits') return handled;
        if (end === 'handled') handled++;
      }
      let decides = false;
      while (this.#inHand.hasNext && !decides) {
        if (this.actions.isHalted()) return handled;
        const end = await this.#handNext();
        if (end === 'waits') return handled;
        if (end === 'spent') continue;
        handled++;
        decides = this.#inHand.hasFailed;
        if (handled % TEXTS_A_BREATH === 0) await nextTurn();
      }
      if (!decides) return handled;
    }
  }

  async #handNext(): Promise<'handled' | 'spent' | 'waits'> {
    const sms = this.#inHand.next;
    const calledAt = this.health.moment();
    const errors = await this.#call(sms, calledAt);
    this.#inHand.pass();
    if (errors.length === 0) return 'handled';
    const failures = this.#counted?.id === sms.id ? this.#counted.count : 0;
    const trial = new Trial(sms, performance.now(), calledAt, this.maxAttempts, failures);
    this.#inHand.hold(trial);
    return this.#fail(trial, errors);
  }

  async #retry(trial: Trial): Promise<'handled' | 'set aside' | 'spent' | 'waits'> {
    const errors = await this.#call(trial.sms, this.health.moment());
    if (errors.length === 0) {
      this.#inHand.release(trial);
      return 'handled';
    }
    const isAppProven = this.health.isProvenSince(trial.lastFailed);
    const end = await this.#fail(trial, errors);
    const isAlone = !this.health.isIll && performance.now() >= trial.sinceMs + this.#patienceMs;
    if (end === 'waits' || !(isAppProven || isAlone)) return end;
    await this.actions.setAside(trial, errors);
    this.#inHand.release(trial);
    return 'set aside';
  }

  async #call(sms: InboundSms, calledAt: number): Promise<Errors> {
    const errors = this.#uncommitted === sms.id ? [] : await this.actions.call(sms);
    if (errors.length > 0) return errors;
    this.#uncommitted = sms.id;
    await this.actions.commit(sms);
    this.#uncommitted = undefined;
    this.health.handled(sms.id, calledAt);
    return errors;
  }

  async #fail(trial: Trial, errors: Errors): Promise<'spent' | 'waits'> {
    const nowMs = performance.now();
    this.#forgive();
    this.health.failed(trial.sms.id, nowMs);
    trial.fail(this.health.moment());
    this.#dueMs = nowMs + this.#waitMsOf(trial, nowMs);
    await this.actions.failed(trial, errors);
    return trial.isSpent ? 'spent' : 'waits';
  }

  /** One that is alone is tried once more when its time is over, not up to 2 min later. */
  #waitMsOf(trial: Trial, nowMs: number): number {
    const leftMs = trial.sinceMs + this.#patienceMs - nowMs;
    return trial.isSpent && leftMs > 0 ? Math.min(trial.waitMs, leftMs) : trial.waitMs;
  }

  /** Failures from before the app recovered count for nothing. */
  #forgive(): void {
    if (this.#recoveries === this.health.recoveries) return;
    this.#recoveries = this.health.recoveries;
    for (const trial of this.#inHand.failed()) trial.acquit();
  }
}
