import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { type Settings, SETTINGS } from '../settings/settings.js';
import { LightAbortSignal } from '../concurrency/light-abort-signal.js';
import { type PriorityEntry, PriorityQueue } from '../concurrency/priority-queue.js';
import { HeldBack } from './held-back.js';
import { LimiterPause, type PauseWaiting } from './limiter-pause.js';
import { Turns } from './turns.js';

/** How a request waits at the limiter. */
export interface Waiting extends PauseWaiting {
  /** Goes ahead of all that is not. */
  urgent?: boolean;
}

/** A request that waits. */
interface Waiter {
  waiting: Waiting;
  admit: (hasPlace: boolean) => void;
  refuse: (error: HeldBack) => void;
  /** Stops listening to the signals. */
  release: () => void;
}

type Entry = PriorityEntry<Waiter>;

/** The order in which requests go. */
const LAST_CHANCE = 0;
const URGENT = 1;
const OTHER = 2;

/**
 * Lets at most `maxConcurrency` requests be under way, and at most `requestsPerSecond` start. What
 * is urgent goes ahead of all that waits. During a pause, which the service asks for by
 * `Retry-After`, nothing starts. A request whose last chance has come waits for its turn and for
 * nothing else: all places may be taken by requests that hang.
 */
@Injectable()
export class Limiter implements OnModuleDestroy {
  readonly #maxConcurrency: number;
  readonly #turns: Turns;
  readonly #waiters = new PriorityQueue<Waiter>(3);
  #underWay = 0;
  readonly #pause = new LimiterPause();
  #timer?: NodeJS.Timeout;

  constructor(@Inject(SETTINGS) settings: Pick<Settings, 'maxConcurrency' | 'requestsPerSecond'>) {
    this.#maxConcurrency = settings.maxConcurrency;
    this.#turns = new Turns(settings.requestsPerSecond);
  }

  /**
   * Runs a request when it has a place and a turn.
   *
   * @throws {HeldBack} when a pause is longer than the request's patience
   */
  async run<T>(request: () => Promise<T>, waiting: Waiting = {}): Promise<T> {
    const hasPlace = this.#enterAtOnce(waiting) || (await this.#wait(waiting));
    try {
      return await request();
    } finally {
      if (hasPlace) {
        this.#underWay--;
        this.#admit();
      }
    }
  }

  /** Milliseconds that are left of a pause; 0 without one. */
  get heldForMs(): number {
    return this.#pause.leftMs;
  }

  /** The service has asked for a pause: nothing starts before it is over. */
  holdBack(ms: number): void {
    this.#pause.extend(ms);
    this.#refuseImpatient();
    this.#admit();
  }

  /** The app ends: no pause is waited for any more, here or where {@link closed} is listened to. */
  onModuleDestroy(): void {
    this.#pause.closed.abort();
    this.#refuseImpatient();
  }

  get closed(): LightAbortSignal {
    return this.#pause.closed;
  }

  /**
   * Waits for the end of a pause, without a place.
   *
   * @throws {HeldBack} when it is longer than `patienceMs`
   */
  async opened(waiting: Waiting = {}): Promise<void> {
    await this.#pause.over(waiting);
  }

  /** Waits for a turn for one more request of a caller that has a place already. */
  async pace(waiting: Waiting = {}): Promise<void> {
    await this.opened(waiting);
    const { waitMs } = this.#turns;
    this.#turns.take();
    if (waitMs > 0) await (waiting.signal ?? new LightAbortSignal()).sleep(waitMs);
  }

  /** Whether a request that comes now need not wait. */
  get hasPlace(): boolean {
    return this.heldForMs === 0 && this.#hasTurn;
  }

  get #hasTurn(): boolean {
    return (
      this.#underWay < this.#maxConcurrency &&
      this.#waiters.length === 0 &&
      this.#turns.waitMs === 0
    );
  }

  /** Takes a place and a turn without waiting, where that is possible. */
  #enterAtOnce(waiting: Waiting): boolean {
    const { signal, lastChance } = waiting;
    const heldMs = lastChance?.aborted ? 0 : this.heldForMs;
    if (heldMs > this.#pause.patienceOf(waiting)) throw new HeldBack(heldMs);
    const isFree = heldMs === 0 && !signal?.aborted && this.#hasTurn;
    if (isFree) this.#enter();
    return isFree;
  }

  #wait(waiting: Waiting): Promise<boolean> {
    const { signal, lastChance, urgent } = waiting;
    if (signal?.aborted) return Promise.resolve(false);
    return new Promise((admit, refuse) => {
      const giveUp = () => this.#leave(entry).admit(false);
      const hurry = () => {
        this.#waiters.move(entry, LAST_CHANCE);
        this.#admit();
      };
      const release = () => {
        signal?.removeEventListener('abort', giveUp);
        lastChance?.removeEventListener('abort', hurry);
      };
      const level = lastChance?.aborted ? LAST_CHANCE : urgent ? URGENT : OTHER;
      const entry = this.#waiters.push({ waiting, admit, refuse, release }, level);
      signal?.addEventListener('abort', giveUp);
      lastChance?.addEventListener('abort', hurry);
      this.#admit();
    });
  }

  #refuseImpatient(): void {
    const ms = this.heldForMs;
    if (ms === 0) return;
    for (const entry of this.#waiters.entries()) {
      if (entry.level === LAST_CHANCE) continue;
      const { waiting, refuse } = entry.value;
      if (ms <= this.#pause.patienceOf(waiting)) continue;
      this.#leave(entry);
      refuse(new HeldBack(ms));
    }
  }

  #leave(entry: Entry): Waiter {
    this.#waiters.remove(entry);
    entry.value.release();
    // With nothing left to let in, a timer would only keep the process alive.
    if (this.#waiters.length === 0) this.#stopTimer();
    return entry.value;
  }

  #enter(): void {
    this.#underWay++;
    this.#turns.take();
  }

  #admit(): void {
    // What goes next is decided at its turn: something more urgent may come until then.
    this.#stopTimer();
    for (let { first } = this.#waiters; first; { first } = this.#waiters) {
      const isLastChance = first.level === LAST_CHANCE;
      if (!isLastChance && this.#underWay >= this.#maxConcurrency) return;
      const heldUntilMs = isLastChance ? 0 : this.#pause.untilMs;
      const waitMs = Math.max(this.#turns.nextMs, heldUntilMs) - performance.now();
      if (waitMs > 0) {
        this.#timer = setTimeout(() => this.#admit(), waitMs);
        return;
      }
      const { admit } = this.#leave(first);
      this.#enter();
      admit(true);
    }
  }

  #stopTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
